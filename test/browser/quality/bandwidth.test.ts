import { beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { REALISTIC_RENDITIONS } from '../../../samples/realistic-media.ts';
import { describeInChromium } from '../chromium.ts';
import { eventually } from '../eventually.ts';
import {
  fileOf,
  knowsLine,
  playedUntil,
  qualityStage,
  type Seen,
  seenIn,
  segmentsOf,
  streamOf,
} from './quality-stage.ts';
import type { ThrottledOrigin } from './throttled-origin.ts';

const MBIT = 1_000_000;

const report = (what: string) => process.stderr.write(`${what}\n`);

describeInChromium('on a line of a known bandwidth', () => {
  const stage = qualityStage();
  /** A minute of a film takes a minute: it passes while the others play. */
  let minute: Promise<Seen>;
  beforeAll(async () => {
    const slow = await stage.line(MBIT);
    const page = await stage.open(await stage.viewer(), slow, streamOf(slow));
    await page.evaluate('begin()');
    // Its beginning, with next to nothing loaded ahead, has the machine for itself.
    await playedUntil(page, 10);
    minute = playedUntil(page, 60, 150_000);
    // It is looked at by the last test.
    minute.catch(() => undefined);
  });

  async function files(origin: ThrottledOrigin): Promise<Page> {
    const all = REALISTIC_RENDITIONS.map(({ label }) => fileOf(origin, label));
    const page = await stage.open(await stage.viewer(), origin, all);
    await knowsLine(page, 5 * MBIT);
    await page.evaluate('begin()');
    return page;
  }

  test('a second visit begins on the rung that the line carries, where hls.js alone begins lower', async () => {
    const origin = await stage.line(20 * MBIT);
    const viewer = await stage.viewer();
    const alone = await stage.open(viewer, origin, streamOf(origin));
    await alone.evaluate(`beginAlone('${origin.url}/hls/master.m3u8')`);
    expect((await playedUntil(alone, 0.2)).sizes[0]).toBeLessThan(720);
    expect(segmentsOf(origin.asked)[0]).not.toBe('720p');
    await alone.close();

    const first = await stage.open(viewer, origin, streamOf(origin));
    await first.evaluate('begin()');
    await playedUntil(first, 4);
    await first.close();

    origin.asked.length = 0;
    const second = await stage.open(viewer, origin, streamOf(origin));
    await second.evaluate('begin()');
    const { sizes, why } = await playedUntil(second, 0.5);
    expect(sizes[0]).toBe(720);
    expect(segmentsOf(origin.asked)[0]).toBe('720p');
    expect(why).toMatch(/^adapts to this connection \(\d+\.\d Mbit\/s\)$/);
    await second.close();
  });

  test('a file that the line no longer carries is replaced by a smaller one, at the same position', async () => {
    const origin = await stage.line(5 * MBIT);
    const page = await files(origin);
    expect((await playedUntil(page, 2)).sources).toEqual([{ path: '/480p.mp4', reason: 'start' }]);
    origin.bitsPerSecond = MBIT;
    // The picture stops where what was loaded ends.
    await page.waitForFunction(`document.querySelector('video').readyState < 3`);
    const stopped = await seenIn(page);
    const after = await eventually(
      () => seenIn(page),
      ({ sources, time }) => sources.length > 1 && time > stopped.time + 1,
    );
    report(`5 to 1 Mbit/s: still for ${Math.round(after.stall)} ms, moved by ${after.moved.toFixed(2)} s`);
    expect(after.sources).toEqual([
      { path: '/480p.mp4', reason: 'start' },
      { path: '/360p.mp4', reason: 'adapted' },
    ]);
    expect(after.stall).toBeLessThan(5_000);
    expect(after.moved).toBeLessThan(1);
    expect(after.why).toBe('smaller, because the picture stopped');
    // The smaller one is the last: it fits.
    const later = await playedUntil(page, after.time + 6);
    expect(later.sources).toEqual(after.sources);
    await page.close();
  });

  test('a stream whose line falls and rises again is back at its quality, with at most four switches', async () => {
    const origin = await stage.line(20 * MBIT);
    const page = await stage.open(await stage.viewer(), origin, streamOf(origin));
    await page.evaluate('begin()');
    const before = (await playedUntil(page, 6)).sizes.length;
    origin.bitsPerSecond = MBIT;
    await playedUntil(page, 24);
    expect((await seenIn(page)).lines).toBe(360);
    origin.bitsPerSecond = 20 * MBIT;
    const rising = (await seenIn(page)).time;
    const back = await eventually(
      () => seenIn(page),
      ({ lines }) => lines === 720,
    );
    // What has been loaded by then is ten seconds at most, and three segments of two seconds say that it has risen.
    expect(back.time - rising).toBeLessThan(20);
    const { sizes, errors } = await playedUntil(page, back.time + 8);
    report(`20, 1, 20 Mbit/s: ${sizes.join(', ')}; back after ${(back.time - rising).toFixed(1)} s`);
    expect(sizes.length - before).toBeLessThanOrEqual(4);
    expect(errors).toEqual([]);
    await page.close();
  });

  test('a rung of which a segment did not come in time is chosen again', async () => {
    const origin = await stage.line(20 * MBIT);
    origin.stuck = '/hls/720p/6.m4s';
    const page = await stage.open(await stage.viewer(), origin, streamOf(origin));
    await page.evaluate('begin()');
    await eventually(
      () => seenIn(page),
      ({ lines, time }) => time > 4 && lines < 720,
    );
    const { errors, sources } = await eventually(
      () => seenIn(page),
      ({ lines }) => lines === 720,
    );
    expect([errors, sources.length, origin.stuck]).toEqual([[], 1, undefined]);
    await page.close();
  });

  test('one of 1 Mbit/s shows a picture within three seconds, and plays a minute without a stall', async () => {
    const { stall, firstPicture, errors } = await minute;
    report(`1 Mbit/s: picture after ${Math.round(firstPicture!)} ms, still for ${Math.round(stall)} ms`);
    expect(errors).toEqual([]);
    expect(firstPicture).toBeLessThan(3_000);
    expect(stall).toBeLessThan(500);
  });
});
