import { expect, test } from '@jest/globals';
import type { Source } from '../../../client/src/index.ts';
import { REALISTIC_RENDITIONS } from '../../../samples/realistic-media.ts';
import { describeInChromium } from '../chromium.ts';
import { eventually } from '../eventually.ts';
import { qualityStage, seenIn, segmentsOf } from './quality-stage.ts';

const MBIT = 1_000_000;

describeInChromium('on a line of a known bandwidth', () => {
  const stage = qualityStage({ seconds: 90 });
  const stream = (): Source[] => [
    { url: `${stage.origin.url}/hls/master.m3u8`, id: 'stream', type: 'hls', quality: 'auto' },
  ];
  const files = (): Source[] =>
    REALISTIC_RENDITIONS.map(({ label, width, height, bandwidth }) => {
      const quality = label as Source['quality'];
      return { url: `${stage.origin.url}/${label}.mp4`, id: label, type: 'mp4', quality, width, height, bandwidth };
    });

  test('a second visit begins on the rung that the line carries, where hls.js alone begins lower', async () => {
    const { origin } = stage;
    origin.bitsPerSecond = 20 * MBIT;
    const viewer = await stage.viewer();
    const alone = await stage.open(viewer, stream());
    await alone.evaluate(`beginAlone('${origin.url}/hls/master.m3u8')`);
    await alone.waitForFunction(`document.querySelector('video').currentTime > 0.2`);
    expect((await seenIn(alone)).sizes[0]).toBeLessThan(720);
    expect(segmentsOf(origin.asked)[0]).not.toBe('720p');
    await alone.close();

    const first = await stage.open(viewer, stream());
    await first.evaluate('begin()');
    await first.waitForFunction(`document.querySelector('video').currentTime > 4`);
    await first.close();

    origin.asked.length = 0;
    const second = await stage.open(viewer, stream());
    await second.evaluate('begin()');
    await second.waitForFunction(`document.querySelector('video').currentTime > 0.5`);
    const { sizes, why } = await seenIn(second);
    expect(sizes[0]).toBe(720);
    expect(segmentsOf(origin.asked)[0]).toBe('720p');
    expect(why).toMatch(/^adapts to this connection \(\d+\.\d Mbit\/s\)$/);
  }, 60_000);

  test('one of 1 Mbit/s shows a picture within three seconds, and plays a minute without a stall', async () => {
    const { origin } = stage;
    origin.bitsPerSecond = MBIT;
    const page = await stage.open(await stage.viewer(), stream());
    await page.evaluate('begin()');
    const { stall, firstPicture, errors } = await eventually(
      () => seenIn(page),
      ({ time }) => time > 60,
      100_000,
    );
    process.stderr.write(
      `1 Mbit/s: picture after ${Math.round(firstPicture!)} ms, still for ${Math.round(stall)} ms\n`,
    );
    expect(errors).toEqual([]);
    expect(firstPicture).toBeLessThan(3_000);
    expect(stall).toBeLessThan(500);
  }, 120_000);

  test('a file that the line no longer carries is replaced by a smaller one, at the same position', async () => {
    const { origin } = stage;
    origin.bitsPerSecond = 5 * MBIT;
    const viewer = await stage.viewer();
    // What an earlier visit has measured.
    const page = await stage.open(viewer, files());
    await page.evaluate(`client.memory.write('bandwidth', { unknown: { rate: 5e6, weight: 6, at: Date.now() } })`);
    await page.evaluate('begin()');
    await page.waitForFunction(`document.querySelector('video').currentTime > 2`);
    expect((await seenIn(page)).sources).toEqual([{ path: '/480p.mp4', reason: 'start' }]);
    origin.bitsPerSecond = MBIT;
    // The picture stops where what was loaded ends.
    await page.waitForFunction(`document.querySelector('video').readyState < 3`, undefined, { timeout: 60_000 });
    const stopped = await seenIn(page);
    const after = await eventually(
      () => seenIn(page),
      ({ sources, time }) => sources.length > 1 && time > stopped.time + 1,
      20_000,
    );
    process.stderr.write(`5 to 1 Mbit/s: still for ${Math.round(after.stall)} ms\n`);
    expect(after.sources).toEqual([
      { path: '/480p.mp4', reason: 'start' },
      { path: '/360p.mp4', reason: 'adapted' },
    ]);
    expect(after.stall).toBeLessThan(5_000);
    expect(after.why).toBe('smaller, because the picture stopped');
  }, 120_000);

  test('one that falls and rises again makes at most four switches of quality', async () => {
    const { origin } = stage;
    origin.bitsPerSecond = 20 * MBIT;
    const page = await stage.open(await stage.viewer(), stream());
    await page.evaluate('begin()');
    await page.waitForFunction(`document.querySelector('video').currentTime > 8`);
    const before = (await seenIn(page)).sizes.length;
    origin.bitsPerSecond = MBIT;
    await page.waitForFunction(`document.querySelector('video').currentTime > 30`, undefined, { timeout: 60_000 });
    origin.bitsPerSecond = 20 * MBIT;
    const { sizes, errors } = await eventually(
      () => seenIn(page),
      ({ time }) => time > 60,
      60_000,
    );
    process.stderr.write(`20, 1, 20 Mbit/s: ${sizes.join(', ')}\n`);
    expect(sizes).toContain(360);
    expect(sizes.length - before).toBeLessThanOrEqual(4);
    expect(errors).toEqual([]);
  }, 150_000);
});
