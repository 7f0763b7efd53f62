import { describe, expect, test } from '@jest/globals';
import { lineChart } from '../../bench/simulation/chart.ts';
import { seededRandom } from '../../bench/simulation/random.ts';
import { charts, figures } from '../../bench/simulation/report.ts';
import { SCENARIOS } from '../../bench/simulation/scenarios.ts';
import { SimulatedClock } from '../../bench/simulation/simulated-clock.ts';
import { type Scenario, simulate } from '../../bench/simulation/simulation.ts';
import { Tally } from '../../bench/simulation/tally.ts';
import { zipf } from '../../bench/simulation/zipf.ts';

const scenario: Scenario = {
  ...SCENARIOS.today!,
  rate: 20,
  minutes: 3,
  containers: 3,
  titles: 50,
  missing: 0,
};
const run = (changes: Partial<Scenario> = {}) => simulate({ ...scenario, ...changes }, () => undefined);

describe('a simulation', () => {
  test('is the same again with the same seed, and another with another', async () => {
    const [first, again, other] = [await run(), await run(), await run({ seed: 2 })];
    expect(figures(again)).toEqual(figures(first));
    expect(figures(other)).not.toEqual(figures(first));
  });

  test('asks the provider once for each title while its answer is usable, and never twice at the same time', async () => {
    const { providerCalls, doubledCalls, whole } = await run();
    expect(whole.requests).toBeGreaterThan(3_000);
    expect(providerCalls).toBeLessThanOrEqual(scenario.titles);
    expect(doubledCalls).toBe(0);
  });

  test('serves stale answers through an outage of the provider', async () => {
    const { minutes, whole } = await run({ minutes: 60, rate: 2, titles: 20, outages: [{ from: 25, until: 55 }] });
    expect(minutes[50]!.tally.share('stale')).toBeGreaterThan(0.9);
    expect(whole.counts.failed).toBe(0);
  });

  test('plays titles without a link that has expired, and steers each player about thirteen times an hour', async () => {
    const { viewers } = await run({ rate: 0.5, minutes: 120, viewing: { minutes: 60, linkMinutes: 60 } });
    const { viewingMs, steering, renewals, expired, playlists } = viewers!;
    const hours = viewingMs / 3_600_000;
    expect(playlists).toBeGreaterThan(2_000);
    expect(steering / hours).toBeGreaterThan(12);
    expect(steering / hours).toBeLessThan(14.5);
    expect(renewals / hours).toBeGreaterThan(0.8);
    expect(expired).toBe(0);
  });

  test('asks a second provider beside a silent one, for a tenth of the calls more at most', async () => {
    const { providerCalls, settled, refreshes, whole } = await run({
      minutes: 30,
      titles: 20_000,
      hedging: { silent: 0.05 },
    });
    const extractions = refreshes + whole.counts.extracted + whole.counts.failed;
    expect(providerCalls / extractions).toBeGreaterThan(1.02);
    expect(providerCalls / extractions).toBeLessThan(1.11);
    expect(settled.percentile(0.99)).toBeLessThan(5_000);
  });

  test('draws its charts as self-contained images', async () => {
    for (const image of charts(await run()).values()) {
      expect(image).toMatch(/^<svg xmlns=/);
      expect(image).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
});

describe('simulated time', () => {
  test('fires timers in order, each once, and none that was cancelled', async () => {
    const clock = new SimulatedClock(0);
    const fired: string[] = [];
    clock.setTimer(20, () => fired.push('late'));
    const cancel = clock.setTimer(15, () => fired.push('cancelled'));
    clock.setTimer(10, () => {
      fired.push('early');
      cancel();
    });
    clock.setTimer(30, () => fired.push('too late'));
    await clock.runUntil(25);
    expect(fired).toEqual(['early', 'late']);
    expect(clock.now()).toBe(25);
  });

  test('continues only when everything that was started waits again', async () => {
    const clock = new SimulatedClock(0);
    const moments: number[] = [];
    const walk = async () => {
      for (let step = 0; step < 3; step++) {
        await clock.sleep(10);
        await Promise.resolve();
        moments.push(clock.now());
      }
    };
    void walk();
    await clock.runUntil(100);
    expect(moments).toEqual([10, 20, 30]);
  });

  test('ends a sleep that is aborted', async () => {
    const stop = new AbortController();
    const sleeping = new SimulatedClock(0).sleep(10, stop.signal);
    stop.abort('stopped');
    await expect(sleeping).rejects.toBe('stopped');
  });
});

test('titles are asked for by the Zipf law', () => {
  const { next, share } = zipf(1000, 1, 1, seededRandom(1));
  const counts = new Array<number>(1000).fill(0);
  for (let draw = 0; draw < 100_000; draw++) counts[next()]! += 1;
  expect(share).toBe(1);
  expect(counts[0]! / counts[9]!).toBeCloseTo(10, -1);
  expect(counts[0]! / 100_000).toBeCloseTo(1 / 7.485, 2);
});

test('a percentile is within a twentieth of the value', () => {
  const tally = new Tally();
  for (let latency = 1; latency <= 1000; latency++) tally.add('memory', latency);
  expect(tally.percentile(0.5)).toBeGreaterThan(500 / 1.05);
  expect(tally.percentile(0.5)).toBeLessThan(500 * 1.06);
});

test('a chart names its axes and lines, with what is special in XML escaped', () => {
  const image = lineChart({
    title: 'a < b & c',
    xLabel: 'minutes',
    yLabel: 'calls',
    xTicks: ['0', '1'],
    series: [{ name: 'one', values: [1, 2] }],
  });
  expect(image).toContain('a &lt; b &amp; c');
  for (const word of ['minutes', 'calls', 'one']) expect(image).toContain(`>${word}</text>`);
});
