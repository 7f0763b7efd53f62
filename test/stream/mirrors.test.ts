import { describe, expect, test } from '@jest/globals';
import { buildVideoData } from '../../lambda/stream/answer.ts';
import type { SourceCandidate } from '../../lambda/stream/candidate.ts';

const film = { mediaType: 'movie', tmdbId: '550' } as const;
const now = Date.UTC(2026, 0, 31, 12);
const build = (sources: readonly SourceCandidate[]) => buildVideoData(film, { sources, subtitles: [] }, now)!;
const [one, two, three] = ['https://one.example.com', 'https://two.example.com', 'https://three.example.com'];

const master: SourceCandidate = {
  url: `${one}/master.m3u8`,
  type: 'hls',
  label: 'Main',
  inspected: {
    type: 'hls',
    renditions: [{ width: 1920, height: 1080 }],
    master: { text: '#EXTM3U', url: `${one}/master.m3u8` },
  },
  mirrors: [{ url: `${two}/master.m3u8`, label: 'Spare' }, { url: `${three}/master.m3u8` }],
};

describe('mirrors', () => {
  test('are sources right after their twin, with its facts and other ids', () => {
    const { data, masters } = build([master, { url: `${one}/film.mp4`, quality: '720p' }]);
    expect(data.sources.map(({ url, label, type }) => [url, label, type])).toEqual([
      [`${one}/film.mp4`, undefined, 'mp4'],
      [`${one}/master.m3u8`, 'Main', 'hls'],
      [`${two}/master.m3u8`, 'Spare', 'hls'],
      [`${three}/master.m3u8`, 'Main', 'hls'],
    ]);
    expect(new Set(data.sources.map(({ variants }) => JSON.stringify(variants))).size).toBe(2);
    const [, twin, ...mirrors] = data.sources.map(({ id }) => id);
    expect(masters).toEqual([{ id: twin, text: '#EXTM3U', url: `${one}/master.m3u8`, mirrors }]);
  });

  test('have the expiry of their own link, else what was declared of their twin', () => {
    const expiresAt = now / 1000 + 600;
    const mirrors = [{ url: `${two}/a.mp4` }, { url: `${three}/a.mp4?expires=${now / 1000 + 300}` }];
    const { data, ...life } = build([{ url: `${one}/a.mp4`, expiresAt, mirrors }]);
    const times = data.sources.map((source) => (Date.parse(source.expiresAt!) - now) / 1000);
    expect(times).toEqual([600, 600, 300]);
    expect(life.expiresAt).toBe(now + 300_000);
  });

  test('that have expired, or that an answer may not carry, are left out and counted', () => {
    const mirrors = [{ url: 'ftp://two.example.com/a.mp4' }, { url: `${two}/a.mp4`, expiresAt: now / 1000 - 1 }];
    const { data, dropped } = build([{ url: `${one}/a.mp4`, mirrors }]);
    expect(data.sources).toHaveLength(1);
    expect(dropped.links).toBe(2);
  });

  test('that are listed already, or twice, are listed once', () => {
    const mirrors = [{ url: `${two}/a.mp4` }, { url: `${three}/a.mp4` }, { url: `${three}/a.mp4` }];
    const { data } = build([{ url: `${one}/a.mp4`, mirrors }, { url: `${two}/a.mp4` }]);
    expect(data.sources.map(({ url }) => new URL(url).host)).toEqual([
      'one.example.com',
      'three.example.com',
      'two.example.com',
    ]);
  });

  test('are eight at most, and an answer has at most 100 sources with them', () => {
    const mirrors = Array.from({ length: 12 }, (_, index) => ({ url: `https://m${index}.example.com/a.mp4` }));
    expect(build([{ url: `${one}/a.mp4`, mirrors }]).data.sources).toHaveLength(9);
    const many = Array.from({ length: 60 }, (_, index) => ({
      url: `${one}/${index}.mp4`,
      mirrors: [{ url: `${two}/${index}.mp4` }],
    }));
    const { data, dropped } = build(many);
    expect([data.sources.length, dropped.sources]).toEqual([100, 20]);
  });
});

test('a source that needs request headers is left out and counted', () => {
  const { data, dropped } = build([{ url: `${one}/a.mp4`, needsHeaders: true }, { url: `${two}/a.mp4` }]);
  expect(data.sources.map(({ url }) => url)).toEqual([`${two}/a.mp4`]);
  expect(dropped.links).toBe(1);
});

test('sources that name each other as mirrors are addresses of one file, whichever names the other', () => {
  const listed = (origin: string, other?: string): SourceCandidate => ({
    url: `${origin}/master.m3u8`,
    type: 'hls',
    inspected: { type: 'hls', renditions: [], master: { text: '#EXTM3U', url: `${origin}/master.m3u8` } },
    ...(other && { mirrors: [{ url: `${other}/master.m3u8` }] }),
  });
  for (const sources of [
    [listed(one, two), listed(two, one)],
    [listed(one, two), listed(two)],
    [listed(one), listed(two, one)],
  ]) {
    const { data, masters } = build(sources);
    const [first, second] = data.sources.map(({ id }) => id);
    expect(masters?.map(({ id, mirrors }) => [id, mirrors])).toEqual([
      [first, [second]],
      [second, [first]],
    ]);
  }
});
