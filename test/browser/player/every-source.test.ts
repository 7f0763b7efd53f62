import { expect, test } from '@jest/globals';
import { describeInChromium } from '../chromium.ts';
import { eventually } from '../eventually.ts';
import { playerStage, recordOf, sourceAt } from './player-page.ts';

const paths = (sources: readonly { url: string }[]) => sources.map(({ url }) => new URL(url).pathname);

describeInChromium('a title whose sources fail', () => {
  const stage = playerStage();

  test('is reported once, within 30 s, with every source in order and why it failed', async () => {
    const { origin } = stage;
    origin.faults.set('lost', 404).set('closed', 403).set('silent', 'nothing').set('mute', 'nothing');
    origin.faults.set('foreign', 'cors').set('slow', 'trickle').set('none', 404);
    const order = [
      'lost/hls/master.m3u8',
      'silent/hls/master.m3u8',
      'foreign/hls/master.m3u8',
      'closed/dash/manifest.mpd',
      'mute/hls/master.m3u8',
      'slow/clip.mp4',
      'none/clip.mp4',
    ];
    const page = await stage.open({
      sources: order.map((path) => {
        const source = sourceAt(origin, path);
        // Another name of this host is another origin.
        return path.startsWith('foreign') ? { ...source, url: source.url.replace('127.0.0.1', 'localhost') } : source;
      }),
    });
    await page.evaluate('begin()');
    const { errors } = await eventually(
      () => recordOf(page),
      ({ errors }) => errors.length > 0,
    );
    process.stderr.write(`All sources failed after ${Math.round(errors[0]!.after)} ms: ${errors[0]!.message}\n`);
    expect(errors[0]!.after).toBeLessThan(30_000);
    expect(paths(errors[0]!.tried)).toEqual(order.map((path) => `/${path}`));
    expect(errors[0]!.tried.map(({ reason }) => reason)).toEqual([
      'HTTP 404',
      'no answer in time',
      'not allowed for this page (CORS)',
      'HTTP 403',
      'no answer in time',
      'no answer in time',
      'HTTP 404',
    ]);
    expect(errors[0]!.message).not.toContain('127.0.0.1');
    await page.waitForTimeout(1_000);
    expect((await recordOf(page)).errors).toHaveLength(1);
    expect(await page.evaluate('players')).toBe(0);
  });

  test('plays its MP4 at the same position when its HLS fails', async () => {
    const { origin } = stage;
    const page = await stage.open({
      sources: ['stream/hls/master.m3u8', 'file/clip.mp4'].map((path) => sourceAt(origin, path)),
    });
    await page.evaluate(`begin(); document.querySelector('video').playbackRate = 2`);
    await page.waitForFunction(`document.querySelector('video').currentTime > 3`);
    origin.faults.set('stream', 404);
    const { sources, back } = await eventually(
      () => recordOf(page),
      ({ src, time }) => src.endsWith('/file/clip.mp4') && time > 5,
    );
    expect(paths(sources)).toEqual(['/stream/hls/master.m3u8', '/file/clip.mp4']);
    expect(back).toBeLessThan(0.5);
    expect(await page.evaluate(`document.querySelector('video').playbackRate`)).toBe(2);
  });

  test('waits without a network, and goes on with the same source when it is back', async () => {
    const { origin } = stage;
    const page = await stage.open({
      sources: ['one/hls/master.m3u8', 'two/hls/master.m3u8'].map((path) => sourceAt(origin, path)),
    });
    await page.evaluate(`begin(); document.querySelector('video').playbackRate = 4`);
    await page.waitForFunction(`document.querySelector('video').currentTime > 2`);
    await page.context().setOffline(true);
    await page.waitForFunction(`ahead() < 0.3`);
    const before = await recordOf(page);
    await page.waitForTimeout(10_000);
    const still = await recordOf(page);
    expect(still.errors).toEqual([]);
    expect(still.time - before.time).toBeLessThan(1);
    await page.context().setOffline(false);
    const after = await eventually(
      () => recordOf(page),
      ({ time }) => time > before.time + 2,
    );
    expect(new Set(paths(after.sources))).toEqual(new Set(['/one/hls/master.m3u8']));
    expect([after.errors, after.back < 0.5]).toEqual([[], true]);
  });

  test('plays DASH by dash.js, and goes on at the same position when that fails', async () => {
    const { origin } = stage;
    const page = await stage.open({
      sources: ['mpd/dash/manifest.mpd', 'after/clip.mp4'].map((path) => sourceAt(origin, path)),
    });
    await page.evaluate(
      `begin({ dashConfig: { settings: { streaming: { buffer: { bufferTimeDefault: 4, bufferTimeAtTopQuality: 4,
        bufferTimeAtTopQualityLongForm: 4 } } } } })`,
    );
    await page.waitForFunction(`document.querySelector('video').currentTime > 2`);
    origin.faults.set('mpd', 404);
    const { sources, back, errors } = await eventually(
      () => recordOf(page),
      ({ src, time }) => src.endsWith('/after/clip.mp4') && time > 4,
    );
    expect(paths(sources)).toEqual(['/mpd/dash/manifest.mpd', '/after/clip.mp4']);
    expect([back < 0.5, errors]).toEqual([true, []]);
  });

  test('keeps the subtitles that the viewer has chosen, whatever the next source is', async () => {
    const { origin } = stage;
    origin.pages.set('/subtitles.vtt', (_, response) => {
      response.end('WEBVTT\n\n00:00.000 --> 00:55.000\nHello\n');
    });
    const page = await stage.open({
      sources: ['with/hls/master.m3u8', 'then/clip.mp4'].map((path) => sourceAt(origin, path)),
      subtitles: [{ label: 'English', language: 'en', url: `${origin.url}/subtitles.vtt` }],
    });
    const shown = () =>
      page.evaluate(() => {
        const tracks = [...document.querySelector('video')!.textTracks].filter(({ mode }) => mode === 'showing');
        return tracks.flatMap(({ activeCues }) => [...(activeCues ?? [])].map((cue) => (cue as VTTCue).text));
      });
    await page.evaluate('begin()');
    await page.waitForFunction(`document.querySelector('video').currentTime > 0.5`);
    expect(origin.asked).not.toContain('/subtitles.vtt');
    // As the menu of the video's own controls does.
    await page.evaluate(() => {
      document.querySelector('video')!.textTracks[0]!.mode = 'showing';
    });
    await eventually(shown, (cues) => cues.join() === 'Hello');
    await page.evaluate(`playback.next('the viewer wants another')`);
    await page.waitForFunction(`document.querySelector('video').currentSrc.endsWith('.mp4')`);
    await eventually(shown, (cues) => cues.join() === 'Hello');
    expect(await page.evaluate(`document.querySelectorAll('track').length`)).toBe(1);
  });
});
