import { expect, test } from '@jest/globals';
import { healthReport } from '../../commands/health/health-report.ts';
import type { HealthReport } from '../../lambda/health/report.ts';
import { answerOf } from '../../local/health/health-view.ts';
import { healthSummary } from '../../web/src/health/health-summary.ts';

const ORIGIN = 'https://media.example';
const run: HealthReport = {
  at: '2026-01-01T00:05:00.000Z',
  probed: 48,
  verdicts: { ok: 48 },
  down: 0,
  unwell: 0,
  changed: 0,
  changes: [],
  originsDown: [],
  newlyDown: [],
  blocked: false,
};
const outage: HealthReport = {
  ...run,
  verdicts: { ok: 10, unreachable: 37, gone: 1, slow: 0 },
  originsDown: [ORIGIN],
};

/** What the console and the command say of the same. */
const said = (lastRun: HealthReport, unwell: number) => {
  const view = { lastRun, unwell, sources: [] };
  const [, ...inConsole] = healthSummary(answerOf(view)).split(/ at [\d:]+, /);
  const lines = healthReport(view).split('\n').filter(Boolean);
  return { console: inConsole.join(), command: lines.filter((line) => !line.startsWith('…')) };
};

test('where all is well, both say so', () => {
  expect(said(run, 0)).toEqual({
    console: 'all known ones are well.',
    command: ['48 sources probed at 2026-01-01T00:05:00.000Z, 0 not well'],
  });
});

test('in the first run of an outage both say how many failed, and that none is judged yet', () => {
  expect(said(outage, 0)).toEqual({
    console: `38 failed. None counts as not well so far: the next runs decide. Every source of ${ORIGIN} failed.`,
    command: [
      `every source of ${ORIGIN} failed in the last run`,
      '48 sources probed at 2026-01-01T00:05:00.000Z, 38 failed, 0 not well so far: the next runs decide',
    ],
  });
});

test('where some that failed are judged, both say that the others may be next', () => {
  expect(said(outage, 3).console).toMatch(/^38 failed\. 3 count as not well so far: the next runs decide\./);
  expect(said(outage, 3).command.at(-1)).toMatch(/, 38 failed, 3 not well so far: the next runs decide$/);
});

test('once they are judged, both say that they are not well', () => {
  expect(said(outage, 38)).toEqual({
    console: `38 failed, 38 not well. Every source of ${ORIGIN} failed.`,
    command: [
      `every source of ${ORIGIN} failed in the last run`,
      '48 sources probed at 2026-01-01T00:05:00.000Z, 38 failed, 38 not well',
    ],
  });
});

test('in the first runs after it, what is still judged not well is no failure', () => {
  expect(said(run, 38)).toEqual({
    console: '38 not well.',
    command: ['48 sources probed at 2026-01-01T00:05:00.000Z, 38 not well'],
  });
});
