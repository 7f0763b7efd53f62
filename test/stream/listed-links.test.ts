import { describe, expect, test } from '@jest/globals';
import { parseHls } from '../../lambda/manifests/hls.ts';
import { buildVideoData } from '../../lambda/stream/answer.ts';
import type { SourceCandidate } from '../../lambda/stream/candidate.ts';

const film = { mediaType: 'movie', tmdbId: '550' } as const;
const now = Date.UTC(2026, 0, 31, 12);
const url = 'https://one.example.com/f/master.m3u8';

const signed = (life: number) =>
  `?Expires=${now / 1000 + life}&Signature=abcdefghijklmnopqrstuvwxyz0123456789AB~~&Key-Pair-Id=K1ABCDEFG`;

function build(text: string, more: Partial<SourceCandidate> = {}) {
  const { references, master, variants } = { master: { text, url }, ...parseHls(text, url) };
  const inspected = { type: 'hls' as const, references, master, renditions: variants };
  return buildVideoData(film, { sources: [{ url, type: 'hls', inspected, ...more }], subtitles: [] }, now)!;
}

const lives = ({ data }: ReturnType<typeof build>) =>
  data.sources.map(({ expiresAt }) => expiresAt && (Date.parse(expiresAt) - now) / 1000);

describe('a master without a signature whose links are signed', () => {
  test.each([
    [
      'a rung and its audio',
      `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="x",URI="a.m3u8${signed(900)}"
#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=1280x720,AUDIO="a"\nv.m3u8${signed(600)}`,
    ],
    [
      'audio alone',
      `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="x",URI="a.m3u8${signed(600)}"
#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=1280x720,AUDIO="a"\nv.m3u8`,
    ],
    [
      'key frames',
      `#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=1280x720\nv.m3u8
#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI="i.m3u8${signed(600)}"`,
    ],
    [
      'one of two rungs',
      `#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=1280x720\nv.m3u8${signed(600)}
#EXT-X-STREAM-INF:BANDWIDTH=2,RESOLUTION=1920x1080\nw.m3u8${signed(3600)}`,
    ],
  ])('expires with the first of them: %s', (_, lines) => {
    const mirrors = [{ url: 'https://two.example.com/f/master.m3u8' }];
    const built = build(`#EXTM3U\n${lines}\n`, { mirrors });
    expect(lives(built)).toEqual([600, 600]);
    expect(built.expiresAt).toBe(now + 600_000);
  });

  test('is bounded by none that has expired already, and lives briefly by one that cannot be read', () => {
    const rung = '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=1280x720\nv.m3u8';
    expect(lives(build(`${rung}${signed(-60)}\n`))).toEqual([undefined]);
    expect(build(`${rung}?token=AbCdEfGh12345678\n`).signedWithoutExpiry).toBe(true);
  });
});
