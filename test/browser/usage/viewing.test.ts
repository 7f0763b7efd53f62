import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { UsageAnswer } from '../../../contract/local/usage.ts';
import type { UsageRow } from '../../../contract/usage.ts';
import { describeInChromium } from '../chromium.ts';
import { eventually } from '../eventually.ts';
import { type Seen, usageStage } from './usage-stage.ts';

/*
 * Viewers with real players, who watch, switch once, stall once and close the tab: what the collector has counted is
 * what their pages saw.
 */

interface Player {
  readonly name: string;
  readonly call: string;
  /** Loads another rung, for the next segments. */
  readonly change: string;
  readonly seconds: number;
  /** By how much the played seconds may differ, as a share. */
  readonly playedWithin: number;
}

const HLS_CHANGE = 'hls.loadLevel = hls.loadLevel === 2 ? 0 : 2';

const PLAYERS: readonly Player[] = [
  { name: 'playTitle', call: "playTitle('1')", change: HLS_CHANGE, seconds: 60, playedWithin: 0.05 },
  { name: 'hls.js with cmcdConfig', call: "playByHand('2')", change: HLS_CHANGE, seconds: 30, playedWithin: 0.1 },
  {
    name: 'Shaka with measureVideo',
    call: "playByShaka('3')",
    change: 'player.selectVariantTrack(otherTrack(), false)',
    seconds: 30,
    playedWithin: 0.15,
  },
];

describeInChromium('a viewing with one switch and one stall', () => {
  const stage = usageStage();

  const rowsBy = async (by: string): Promise<readonly UsageRow[]> => {
    const response = await fetch(`${stage.stack.url}/local/usage?by=${by}`);
    return ((await response.json()) as UsageAnswer).rows ?? [];
  };
  const until = (page: Page, seconds: number) => page.waitForFunction(`seen().time > ${seconds}`);

  test.each(PLAYERS)('$name: the sums are what the page saw', async ({ call, change, seconds, playedWithin }) => {
    const before = sumOf(await rowsBy('hour'));
    const page = await stage.open();
    await page.evaluate(call);
    await until(page, 5);
    await page.evaluate(change);
    await until(page, 12);
    // Of what is loaded little is left; then, too little arrives to play on.
    await page.waitForFunction('seen().ahead < 2');
    stage.origin.bitsPerSecond = 30_000;
    await page.waitForFunction('seen().stalls > 0');
    await delay(1_500);
    stage.origin.bitsPerSecond = 50_000_000;
    await until(page, seconds);
    // As a viewer does who closes the tab.
    await page.close({ runBeforeUnload: true });
    const [seen] = (await eventually(
      async () => stage.left,
      ({ length }) => length > 0,
    )) as [Seen];
    const isNear = (played: number) => Math.abs(played * 1000 - seen.playedMs) < playedWithin * seen.playedMs;
    const after = await eventually(
      async () => sumOf(await rowsBy('hour')),
      // Until the last records have been counted, which the page sends as it closes.
      ({ playedSeconds }) => isNear(playedSeconds - before.playedSeconds),
    );
    process.stderr.write(`${call}: saw ${JSON.stringify(seen)}, counted ${JSON.stringify(minus(after, before))}\n`);
    const counted = minus(after, before);
    expect(seen).toMatchObject({ stalls: 1, errors: [] });
    expect(counted).toMatchObject({ sessions: 1, switches: 1, errors: 0 });
    expect(isNear(counted.playedSeconds)).toBe(true);
    expect(Math.abs(counted.stalledSeconds * 1000 - seen.stallMs)).toBeLessThan(0.2 * seen.stallMs);
    const [, msd] = /msd=(\d+)/.exec(stage.api.reports.flatMap(({ records }) => records).join('\n')) ?? [];
    expect(Math.abs(Number(msd) - seen.startMs!)).toBeLessThan(100);
    expectQuietReports();
  });

  /** Nothing but simple posts, and media as they are in their manifests. */
  function expectQuietReports(): void {
    const { api, asked, origin } = stage;
    expect(api.reports.map(({ method }) => method)).toEqual(api.reports.map(() => 'POST'));
    expect(api.reports.map(({ cookie }) => cookie)).toEqual(api.reports.map(() => undefined));
    const known = new RegExp(`^${origin.url}/hls/(master\\.m3u8\\?token=secret-of-the-link|\\d+p/[\\w.]+)$`);
    expect(asked.filter((url) => !known.test(url) && !url.startsWith(api.url))).toEqual([]);
    expect(asked.length).toBeGreaterThan(5);
    const sent = api.reports.map(({ url, records }) => url + records.join('\n')).join('\n');
    expect(sent).not.toMatch(/secret-of-the-link|\.m4s|m3u8/);
  }
});

type Sums = Pick<UsageRow, 'sessions' | 'playedSeconds' | 'stalledSeconds' | 'switches' | 'errors'>;
const FIELDS = ['sessions', 'playedSeconds', 'stalledSeconds', 'switches', 'errors'] as const;

const sumOf = (rows: readonly UsageRow[]): Sums =>
  Object.fromEntries(FIELDS.map((field) => [field, rows.reduce((sum, row) => sum + row[field], 0)])) as unknown as Sums;

const minus = (after: Sums, before: Sums): Sums =>
  Object.fromEntries(FIELDS.map((field) => [field, after[field] - before[field]])) as unknown as Sums;
