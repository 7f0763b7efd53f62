import { describe, expect, test } from '@jest/globals';
import type { UsageDimension } from '../../contract/usage.ts';
import { usageReport } from '../../lambda/usage/usage-report.ts';
import type { HourSums, UsageTable } from '../../lambda/usage/usage-table.ts';

/* What few have watched is not told apart, by no report and by no difference of two. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TODAY = Math.floor(1_795_700_000_000 / DAY) * DAY;

interface Seen {
  readonly at: number;
  readonly title?: string;
  readonly source?: string;
  readonly sessions?: number;
  readonly changes?: number;
  readonly played?: number;
}

const item = ({ at, title = 'movie:1', source = 'main', sessions = 0, changes = 0, played = 0 }: Seen): HourSums => ({
  hour: at,
  title,
  key: { source, quality: '720p', isEstimated: false, cdn: 'main' },
  sums: new Map([
    ['s', sessions],
    ['c', changes],
    ['p', played * 1000],
  ]),
});

/** Rows as `key sessions played`. */
async function rows(seen: readonly Seen[], by: UsageDimension, now = TODAY + 12 * HOUR, days = 1): Promise<string[]> {
  const table = {
    async *hours(first: number, last: number) {
      for (const each of seen) if (each.at + HOUR > first && each.at <= last) yield item(each);
    },
  } as unknown as UsageTable;
  const { rows: found } = await usageReport(table, { by, days }, now);
  return found.map(({ key, sessions, playedSeconds }) => `${key} ${sessions} ${playedSeconds}`);
}

describe('a report by title or source', () => {
  const viewings: Seen[] = [
    { at: TODAY - 12 * HOUR, sessions: 1, played: 7_200 },
    { at: TODAY - 4 * HOUR, sessions: 4, played: 10 },
  ];

  test.each(['title', 'source'] as const)('by %s does not lose a viewer from one hour to the next', async (by) => {
    const reports = await Promise.all(
      Array.from({ length: 11 }, (_, hour) => rows(viewings, by, TODAY + (9 + hour) * HOUR)),
    );
    expect(new Set(reports.map((each) => each.join())).size).toBe(1);
    expect(reports[0]).toEqual([`${by === 'title' ? 'movie:1' : 'main'} 5 7210`]);
  });

  test('has one source of few viewers with the others, and its title loses it too', async () => {
    const rare: Seen[] = [
      { at: TODAY, sessions: 50, played: 1_000 },
      { at: TODAY, source: 'rare', sessions: 1, played: 5 },
    ];
    expect(await rows(rare, 'source')).toEqual(['main 50 1000', 'other 1 5']);
    expect(await rows(rare, 'title')).toEqual(['movie:1 50 1000', 'other 1 5']);
  });

  test('has a title whose small sources are enough together', async () => {
    const spread: Seen[] = [
      { at: TODAY, source: 'a', sessions: 3, played: 30 },
      { at: TODAY, source: 'b', sessions: 2, played: 20 },
    ];
    expect(await rows(spread, 'title')).toEqual(['movie:1 5 50']);
    expect(await rows(spread, 'source')).toEqual(['other 5 50']);
  });

  test('has a source that enough viewings came to when another failed', async () => {
    const taken: Seen[] = [
      { at: TODAY, sessions: 6, played: 0 },
      { at: TODAY, source: 'spare', changes: 6, played: 600 },
    ];
    expect(await rows(taken, 'source')).toEqual(['spare 0 600', 'main 6 0']);
    expect(await rows(taken, 'title')).toEqual(['movie:1 6 600']);
  });

  test('has titles of few viewers together, whichever days are asked for', async () => {
    const days: Seen[] = [
      { at: TODAY - DAY, sessions: 5, played: 50 },
      { at: TODAY, sessions: 1, played: 9 },
      { at: TODAY, title: 'movie:2', sessions: 4, played: 4 },
    ];
    expect(await rows(days, 'title')).toEqual(['movie:1 5 50', 'other 5 13']);
    expect(await rows(days, 'title', TODAY + 12 * HOUR, 7)).toEqual(['movie:1 5 50', 'other 5 13']);
  });
});
