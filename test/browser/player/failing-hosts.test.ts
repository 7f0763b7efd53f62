import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInChromium } from '../chromium.ts';
import { eventually } from '../eventually.ts';
import type { Fault } from './media-origin.ts';
import { playerStage, recordOf, sourceAt } from './player-page.ts';

/** Plays until this much is buffered, in seconds. */
async function playUntilBuffered(page: Page, seconds: number): Promise<void> {
  await page.evaluate('begin()');
  await page.waitForFunction(
    `video.currentTime > 1 && ahead() > ${seconds}`.replaceAll('video', "document.querySelector('video')"),
  );
}

describeInChromium('a host that fails in the middle of a film', () => {
  const stage = playerStage();

  test('is replaced by the next source at the same position, and the picture hardly stops', async () => {
    const { origin } = stage;
    const faults: Fault[] = [403, 404, 503, 'nothing', 'trickle'];
    const seen = await Promise.all(
      faults.map(async (fault) => {
        const name = `first-${fault}`;
        const page = await stage.open({
          sources: [`${name}/hls/master.m3u8`, 'second/hls/master.m3u8'].map((path) => sourceAt(origin, path)),
        });
        await playUntilBuffered(page, 12);
        origin.faults.set(name, fault);
        const record = await eventually(
          () => recordOf(page),
          ({ sources, time }) => sources.length > 1 && time > 22,
        );
        return { fault, record };
      }),
    );
    for (const { fault, record } of seen) {
      process.stderr.write(`${fault}: still for ${Math.round(record.stall)} ms, back by ${record.back.toFixed(2)} s\n`);
    }
    for (const { record } of seen) {
      expect(record.sources.map(({ url }) => new URL(url).pathname)).toEqual([
        expect.stringMatching(/^\/first-/),
        '/second/hls/master.m3u8',
      ]);
      expect(record.errors).toEqual([]);
      expect(record.back).toBeLessThan(0.5);
      expect(record.stall).toBeLessThan(4_000);
    }
  });
});
