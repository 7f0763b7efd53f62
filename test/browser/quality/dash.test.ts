import { expect, test } from '@jest/globals';
import { describeInChromium } from '../chromium.ts';
import { eventually } from '../eventually.ts';
import { playerStage, sourceAt } from '../player/player-page.ts';

describeInChromium('a DASH source', () => {
  const stage = playerStage();

  test('is measured by its segments, and begins with what is known of the line', async () => {
    const page = await stage.open({ sources: [sourceAt(stage.origin, 'one/dash/manifest.mpd')] });
    await page.evaluate(`begin({ measure: ({ player }) => { window.dash = player; } })`);
    const known = await eventually(
      () => page.evaluate<{ unknown: { rate: number } } | undefined>(`options.client.memory.read('bandwidth')`),
      (remembered) => remembered !== undefined,
    );
    expect(known!.unknown.rate).toBeGreaterThan(0);
    await page.evaluate(
      `options.client.memory.write('bandwidth', { unknown: { rate: 7e6, weight: 6, at: Date.now() } })`,
    );
    await page.evaluate(`begin({ measure: ({ player }) => { window.dash = player; } })`);
    await page.waitForFunction(`dash.getSettings().streaming.abr.initialBitrate.video > 0`);
    const kilobits = await page.evaluate<number>(`dash.getSettings().streaming.abr.initialBitrate.video`);
    expect(kilobits).toBeGreaterThan(1_000);
  });
});
