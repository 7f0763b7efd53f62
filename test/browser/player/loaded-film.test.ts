import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Source } from '../../../client/src/index.ts';
import { describeInChromium } from '../chromium.ts';
import { eventually } from '../eventually.ts';
import type { MediaOrigin } from './media-origin.ts';
import { playerStage, recordOf, sourceAt } from './player-page.ts';

/** Loads some film, at twice the speed. */
async function playUntilBuffered(page: Page, seconds: number): Promise<void> {
  await page.evaluate(`begin(); document.querySelector('video').playbackRate = 2`);
  await page.waitForFunction(`document.querySelector('video').currentTime > 1 && ahead() > ${seconds}`);
}

/** A stream of one spot of 12 s after the other, with a discontinuity each time, as advertisements have it. */
async function withDiscontinuities(origin: MediaOrigin, name: string): Promise<Source> {
  const media = await (await fetch(`${origin.url}/${name}/spot/media.m3u8`)).text();
  const at = `${origin.url}/${name}/spot/`;
  const segments = [...media.matchAll(/#EXTINF:.*\n(.+)\n/g)].map(([line, file]) => line.replace(file!, at + file));
  const part = `#EXT-X-MAP:URI="${at}init.mp4"\n${segments.join('')}`;
  const parts = Array<string>(4).fill(part).join('#EXT-X-DISCONTINUITY\n');
  const head = '#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:4\n#EXT-X-PLAYLIST-TYPE:VOD\n';
  return serve(origin, `/${name}-repeated.m3u8`, `${head}${parts}#EXT-X-ENDLIST\n`);
}

function serve(origin: MediaOrigin, path: string, text: string): Source {
  origin.pages.set(path, (_, response) => {
    response.setHeader('Content-Type', 'application/vnd.apple.mpegurl');
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.end(text);
  });
  return sourceAt(origin, path.slice(1));
}

describeInChromium('film that has loaded', () => {
  const stage = playerStage();

  test('plays on over the gaps of discontinuities', async () => {
    const { origin } = stage;
    const sources = await Promise.all(['one', 'two'].map((name) => withDiscontinuities(origin, name)));
    const page = await stage.open({ sources });
    await page.evaluate(`begin(); document.querySelector('video').playbackRate = 2`);
    const holes = new Set<string>();
    const { errors, sources: begun } = await eventually(
      async () => {
        const ranges = await page.evaluate(() => {
          const { buffered } = document.querySelector('video')!;
          return Array.from({ length: buffered.length }, (_, index) => buffered.start(index));
        });
        for (const start of ranges.slice(1)) holes.add(start.toFixed(1));
        return recordOf(page);
      },
      ({ time, errors }) => time > 27 || errors.length > 0,
    );
    expect([errors, begun.length]).toEqual([[], 1]);
    expect(holes.size).toBeGreaterThan(0);
  });

  test('plays on while all servers are away, and goes on without a break when one is back', async () => {
    const { origin } = stage;
    const page = await stage.open({ sources: ['a', 'b'].map((name) => sourceAt(origin, `${name}/hls/master.m3u8`)) });
    await playUntilBuffered(page, 13);
    origin.faults.set('a', 'refused').set('b', 'refused');
    const { time } = await recordOf(page);
    await page.waitForFunction(`document.querySelector('video').currentTime > ${time + 7}`);
    origin.faults.clear();
    const record = await eventually(
      () => recordOf(page),
      (each) => each.time > 30 || each.errors.length > 0,
    );
    expect([record.errors, record.sources.length, record.back < 0.5]).toEqual([[], 1, true]);
  });

  test('is played before the title fails, and the reason is that no server can be reached', async () => {
    const { origin } = stage;
    const page = await stage.open({ sources: ['c', 'd'].map((name) => sourceAt(origin, `${name}/hls/master.m3u8`)) });
    await playUntilBuffered(page, 13);
    const end = await page.evaluate<number>(`ahead() + document.querySelector('video').currentTime`);
    origin.faults.set('c', 'refused').set('d', 'refused');
    await page.waitForFunction(`document.querySelector('video').currentTime > ${end - 3}`);
    const { errors } = await eventually(
      () => recordOf(page),
      (each) => each.errors.length > 0,
    );
    expect(errors).toHaveLength(1);
    const away = 'the server cannot be reached';
    expect(errors[0]!.tried.map(({ reason }) => reason)).toEqual([away, away]);
    expect(errors[0]!.message).not.toContain('no network');
  });

  test('has each subtitle once, where the answer lists the files of the playlist', async () => {
    const { origin } = stage;
    const group = 'TYPE=SUBTITLES,GROUP-ID="s"';
    const master = [
      '#EXTM3U',
      `#EXT-X-MEDIA:${group},NAME="English",LANGUAGE="en",DEFAULT=YES,URI="/subtitles-en.m3u8"`,
      `#EXT-X-MEDIA:${group},NAME="Español",LANGUAGE="es",URI="/subtitles-es.m3u8"`,
      '#EXT-X-STREAM-INF:BANDWIDTH=90000,SUBTITLES="s"',
      '/e/hls/media.m3u8',
    ];
    const source = serve(origin, '/subtitled.m3u8', master.join('\n'));
    const file = (label: string, language: string) => ({ label, language, url: `${origin.url}/${language}.vtt` });
    const variants = [{ quality: '144p' as const, bandwidth: 90_000, url: `${origin.url}/e/hls/media.m3u8` }];
    const page = await stage.open({
      sources: [{ ...source, variants } as unknown as Source],
      subtitles: [file('English', 'en'), file('Español', 'es')],
    });
    await page.evaluate('begin()');
    await page.waitForFunction(`document.querySelector('video').currentTime > 1`);
    const labels = await page.evaluate(`[...document.querySelector('video').textTracks].map(({ label }) => label)`);
    expect(labels).toEqual(['English', 'Español']);
    expect(origin.asked.filter((path) => path.startsWith('/subtitles-'))).toEqual([]);
  });
});
