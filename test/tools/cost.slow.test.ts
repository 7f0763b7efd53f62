import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { figures } from '../../bench/simulation/report.ts';
import { MONTHLY_VOLUMES, SCENARIOS } from '../../bench/simulation/scenarios.ts';
import { type Scenario, simulate } from '../../bench/simulation/simulation.ts';
import { ALARMED_METRICS, costDocument } from '../../tools/cost/cost-document.ts';
import { PLAYLISTS, STEERING_REQUESTS } from '../../tools/cost/steering-cost.ts';
import { COUNTED } from '../../tools/cost/usage-cost.ts';
import { synthesise } from '../lib/synthesise.ts';
import { resourcesOf } from '../lib/template-resources.ts';

const document = await readFile(new URL('../../docs/cost.md', import.meta.url), 'utf8');

/** The dollars in the rows of one section, by row; one for each volume. */
function rowsOf(section: string): Map<string, number[]> {
  const text = document.split(`## ${section}\n`)[1]!.split('\n## ')[0]!;
  const rows = [...text.matchAll(/^\| ([^|]+) \|((?: -?[\d.]+ \|)+)$/gm)];
  return new Map(rows.map(([, what, values]) => [what!, values!.split('|').slice(0, -1).map(Number)]));
}

/** The result of `npm run simulate` for all that grows with the traffic, in dollars a month. */
async function simulated(name: string, changes: Partial<Scenario>): Promise<number> {
  const result = await simulate({ ...SCENARIOS[name]!, ...changes }, () => undefined);
  return Number(new Map(figures(result)).get('all of these, a month')!.replace('$', ''));
}

const within = (share: number, value: number, expected: number): boolean =>
  Math.abs(value - expected) <= share * expected;

describe('docs/cost.md', () => {
  const rows = rowsOf('Without an edge');
  const fixed = rows.get('Metrics, alarms, dashboard')!;
  const together = rows.get('**Together**')!;

  // The greater volumes simulate every third or fifth title: a second of work, with an error of two per cent.
  test.each<[keyof typeof MONTHLY_VOLUMES, number, Partial<Scenario>]>([
    ['million-a-month', 1_000_000, {}],
    ['ten-million-a-month', 10_000_000, { sample: 3 }],
    ['hundred-million-a-month', 100_000_000, { sample: 5 }],
  ])(
    'is within a tenth of the simulator: %s',
    async (name, requests, changes) => {
      expect(MONTHLY_VOLUMES[name]).toBe(requests);
      const column = Object.keys(MONTHLY_VOLUMES).indexOf(name);
      const documented = together[column]! - fixed[column]!;
      const found = await simulated(name, changes);
      expect([documented, found, within(0.1, documented, found)]).toEqual([documented, found, true]);
    },
    60_000,
  );

  test('counts the requests of players as the simulator does', async () => {
    const { viewers } = await simulate(SCENARIOS.playing!, () => undefined);
    const hours = viewers!.viewingMs / 3_600_000;
    for (const [documented, found] of [
      [STEERING_REQUESTS, viewers!.steering / hours],
      [PLAYLISTS, viewers!.playlists / hours],
      [COUNTED.posts, viewers!.reports / hours],
    ] as const) {
      expect([documented, found, within(0.1, found, documented)]).toEqual([documented, found, true]);
    }
  });

  test('adds up, counts refreshes as calls, and is up to date', () => {
    for (const [column, sum] of together.entries()) {
      const lines = [...rows].filter(([what]) => what !== '**Together**').map(([, values]) => values[column]!);
      expect(lines.reduce((a, b) => a + b, 0)).toBeCloseTo(sum, 1);
      // There are more invocations than requests at the gateway. Their prices are 0.20 and 3.50 a million.
      const calls = rows.get('Lambda calls')![column]! / 0.2;
      const requests = rows.get('API Gateway')![column]! / 3.5;
      expect(calls / requests).toBeGreaterThan(1.05);
    }
    expect(document).toBe(costDocument());
  });

  test('names the greatest line of each volume', () => {
    const greatest = [0, 1, 2].map((column) => {
      const lines = [...rows].filter(([what]) => !/Together|dashboard/.test(what));
      return lines.reduce((a, b) => (b[1][column]! > a[1][column]! ? b : a))[0];
    });
    expect(greatest).toEqual(['Lambda time', 'Lambda time', 'API Gateway']);
    expect(document).toContain('the greatest part is Lambda time at 1 and 10 million, API Gateway at 100 million.');
  });

  test.each(['staging', 'prod'])('counts the metrics that the alarms of %s look at', (stage) => {
    const metrics = resourcesOf(synthesise(stage), 'AWS::CloudWatch::Alarm').flatMap(([, { Properties }]) =>
      Properties.MetricName === undefined
        ? (Properties.Metrics as { MetricStat?: unknown }[]).filter(({ MetricStat }) => MetricStat !== undefined)
        : [Properties.MetricName],
    );
    expect(metrics).toHaveLength(ALARMED_METRICS);
    expect(document).toContain(`alarms over ${metrics.length},`);
  });
});
