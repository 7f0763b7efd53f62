import { describe, expect, test } from '@jest/globals';
import { toExtraction } from '../../lambda/providers/candidates.ts';
import { buildVideoData } from '../../lambda/stream/answer.ts';

const source = (facts: object) => toExtraction({ sources: [{ url: 'https://cdn.test/a.mp4', ...facts }] }).sources[0]!;

describe('an address', () => {
  test.each([
    ['https://cdn.test/My Movie 1080p.mp4', 'https://cdn.test/My%20Movie%201080p.mp4'],
    [' https://cdn.test/a.mp4 ', 'https://cdn.test/a.mp4'],
    ['https://cdn.test/a.mp4\n', 'https://cdn.test/a.mp4'],
    ['https://cdn.test/a%2Fb.mp4?sig=a+b%3D', 'https://cdn.test/a%2Fb.mp4?sig=a+b%3D'],
  ])('%j is fetched as %j', (given, url) => {
    expect(source({ url: given }).url).toBe(url);
    const { poster, subtitles } = toExtraction({ sources: [], poster: given, subtitles: [{ url: given }] });
    expect([poster, subtitles[0]!.url]).toEqual([url, url]);
  });
});

describe('a number', () => {
  test.each([
    ['1080p', 1080],
    ['1080', 1080],
    [' 720 ', 720],
    ['30000/1001', 29.97],
    ['23.976', 23.976],
    ['0x438', undefined],
    ['1,080', undefined],
    ['', undefined],
    [Number.NaN, undefined],
    [null, undefined],
  ])('written as %j is %j', (stated, number) => {
    expect(source({ height: stated, frameRate: stated })).toMatchObject({ height: number, frameRate: number });
  });
});

describe('what cannot be read', () => {
  const url = 'https://cdn.test/a.mp4';
  const kept = (answer: object) =>
    buildVideoData({ mediaType: 'movie', tmdbId: '550' }, toExtraction({ sources: [{ url }], ...answer }), 0)!;

  test.each([[true], [false], [null], [[]], [{}]])('is absent as any fact: %j', (odd) => {
    const names = ['quality', 'type', 'label', 'width', 'height', 'bandwidth', 'codecs', 'frameRate', 'expiresAt'];
    const facts = Object.fromEntries(names.map((name) => [name, odd]));
    expect(source(facts)).toEqual({ url });
    const extraction = toExtraction({ sources: [{ url }], subtitles: odd, poster: odd, duration: odd });
    expect(extraction).toEqual({ sources: [{ url }], subtitles: [] });
  });

  test('is absent as a text where the value is a number', () => {
    expect(source({ label: 1080, type: 4, codecs: 0 })).toEqual({ url });
  });

  test.each([[null], [42], ['https://cdn.test/b.mp4'], [[]], [{ file: 'https://cdn.test/b.mp4' }], [{ url: null }]])(
    'is dropped and counted as a whole source or subtitle: %j',
    (odd) => {
      const sources = kept({ sources: [odd, { url }] });
      expect(sources).toMatchObject({ data: { sources: [{ url }] }, dropped: { links: 1 } });
      const subtitles = kept({ subtitles: [odd, { url: 'https://cdn.test/en.vtt', language: 'en' }] });
      expect(subtitles).toMatchObject({ data: { subtitles: [{ language: 'en' }] }, dropped: { links: 1 } });
    },
  );

  test('is dropped and counted as a poster that is no link', () => {
    const { data, dropped } = kept({ poster: `data:image/png;base64,${'A'.repeat(9_000)}` });
    expect([data.poster, dropped.links]).toEqual([undefined, 1]);
  });

  test('is cut where a label is too long', () => {
    const label = `1080p ${'x'.repeat(3_000)}`;
    expect(source({ label }).label).toHaveLength(2_000);
    expect(kept({ sources: [{ url, label }] }).data.sources[0]).toMatchObject({ quality: '1080p' });
  });
});
