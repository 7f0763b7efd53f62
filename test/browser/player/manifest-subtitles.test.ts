import { expect, test } from '@jest/globals';
import type { Subtitle } from '../../../client/src/index.ts';
import { describeInChromium } from '../chromium.ts';
import { eventually } from '../eventually.ts';
import { playerStage, sourceAt } from './player-page.ts';

const ENGLISH = { label: 'English', language: 'en' };
const MASTER = `#EXTM3U
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="English",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,URI="subtitles.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=300000,SUBTITLES="s"
../clip/hls/media.m3u8
`;
const PLAYLIST = '#EXTM3U\n#EXT-X-TARGETDURATION:60\n#EXTINF:60,\n../subtitles.vtt\n#EXT-X-ENDLIST\n';

describeInChromium('a manifest with subtitles', () => {
  const stage = playerStage();

  test.each([
    ['that the answer has as a file', (url: string): Subtitle => ({ ...ENGLISH, url: `${url}/subtitles.vtt` })],
    [
      'that only the manifest has',
      (url: string): Subtitle => ({ ...ENGLISH, url: `${url}/inside/master.m3u8`, delivery: 'in-manifest' }),
    ],
  ])('shows the one that was chosen, once: %s', async (_, subtitle) => {
    const { origin } = stage;
    for (const [path, body] of [
      ['/inside/master.m3u8', MASTER],
      ['/inside/subtitles.m3u8', PLAYLIST],
      ['/subtitles.vtt', 'WEBVTT\n\n00:00.000 --> 00:55.000\nHello\n'],
    ] as const) {
      origin.pages.set(path, (_, response) =>
        response.writeHead(200, { 'Access-Control-Allow-Origin': '*' }).end(body),
      );
    }
    const page = await stage.open({
      sources: [sourceAt(origin, 'inside/master.m3u8')],
      subtitles: [subtitle(origin.url)],
    });
    await page.evaluate('begin()');
    await page.waitForFunction(`document.querySelector('video').currentTime > 0.5`);
    await page.evaluate(`playback.showSubtitle(${JSON.stringify(ENGLISH)})`);
    const tracks = await eventually(
      () =>
        page.evaluate(() =>
          [...document.querySelector('video')!.textTracks].map(({ label, mode, activeCues }) => [
            label,
            mode,
            [...(activeCues ?? [])].map((cue) => (cue as VTTCue).text),
          ]),
        ),
      ([first]) => Array.isArray(first?.[2]) && first[2].length > 0,
    );
    expect(tracks).toEqual([['English', 'showing', ['Hello']]]);
  });
});
