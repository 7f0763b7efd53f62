import { describe, expect, test } from '@jest/globals';
import type { SourceType } from '../../contract/answer.ts';
import { buildVideoData } from '../../lambda/stream/answer.ts';
import { distinctSources } from '../../lambda/stream/distinct-sources.ts';
import { durationOf } from '../../lambda/stream/duration.ts';
import { basicInstantOf, instantOf } from '../../lambda/stream/instant.ts';
import { parseMediaUrl, pathSegments } from '../../lambda/stream/links/media-url.ts';
import { pictureFacts, pixelsOf } from '../../lambda/stream/quality/picture-facts.ts';
import { classOfLines, qualityClassOf } from '../../lambda/stream/quality/quality-class.ts';
import { sourceTypeOf, statedTypeOf } from '../../lambda/stream/source-type.ts';

/* The last value that is still taken and the first that is not, of every bound and every row of a table. */

describe('quality class', () => {
  test.each([
    [2052, '2160p'],
    [2051, '1440p'],
    [1368, '1440p'],
    [1367, '1080p'],
    [1026, '1080p'],
    [1025, '720p'],
    [684, '720p'],
    [683, '480p'],
    [456, '480p'],
    [455, '360p'],
    [1, '360p'],
  ])('%i lines are %s', (lines, quality) => {
    expect(qualityClassOf(undefined, lines)).toBe(quality);
  });

  test.each([
    [3648, '2160p'],
    [3647, '1440p'],
    [1824, '1080p'],
    [1823, '720p'],
    [811, '480p'],
    [809, '360p'],
  ])('a width of %i is %s', (width, quality) => {
    expect(qualityClassOf(width, undefined)).toBe(quality);
  });

  test.each([
    [99, undefined],
    [100, '360p'],
    [4320, '2160p'],
    [4321, undefined],
    [Number.NaN, undefined],
  ])('the number %i may be a height: %s', (lines, quality) => {
    expect(classOfLines(lines)).toBe(quality);
  });
});

describe('facts of a picture', () => {
  test.each([
    [1, 1],
    [100_000, 100_000],
    [100_001, undefined],
    [0, undefined],
    [-1, undefined],
    [1.5, undefined],
    [null, undefined],
  ])('%p pixels are %p', (stated, pixels) => {
    expect(pixelsOf(stated)).toBe(pixels);
  });

  test.each([
    [{ width: 1 }, { width: 1 }],
    [{ height: 1 }, { height: 1 }],
    [{ bandwidth: 1 }, { bandwidth: 1 }],
    [{ bandwidth: 0.5 }, { bandwidth: 1 }],
    [{ bandwidth: 0.4 }, {}],
    [{ bandwidth: -1 }, {}],
    [{ bandwidth: Number.MAX_SAFE_INTEGER }, { bandwidth: Number.MAX_SAFE_INTEGER }],
    [{ bandwidth: Number.MAX_SAFE_INTEGER + 1 }, {}],
    [{ codecs: ' avc1 ' }, { codecs: 'avc1' }],
    [{ codecs: 'a'.repeat(200) }, { codecs: 'a'.repeat(200) }],
    [{ codecs: 'a'.repeat(201) }, {}],
    [{ codecs: ' ' }, {}],
    [{ frameRate: 0.001 }, { frameRate: 0.001 }],
    [{ frameRate: 1000 }, { frameRate: 1000 }],
    [{ frameRate: 1000.1 }, {}],
    [{ frameRate: 0 }, {}],
    [{ frameRate: -25 }, {}],
    [{ frameRate: Number.NaN }, {}],
  ])('of %p stays %p', (stated, facts) => {
    expect(pictureFacts(stated)).toEqual(facts);
  });
});

describe('a moment', () => {
  test.each([
    [1, 1000],
    [0, undefined],
    [-1, undefined],
    [1.5, 1500],
    [99_999_999_999, 99_999_999_999_000],
    [100_000_000_000, 100_000_000_000],
    ['1769868000', 1_769_868_000_000],
    [' 1769868000000 ', 1_769_868_000_000],
    ['2026-01-31', Date.UTC(2026, 0, 31)],
    ['2026-01-31T14:00Z', Date.UTC(2026, 0, 31, 14)],
    ['2026-01-31T14:00:00', Date.UTC(2026, 0, 31, 14)],
    ['2026-01-31 14:00:00', Date.UTC(2026, 0, 31, 14)],
    ['2026-01-31t14:00:00.250z', Date.UTC(2026, 0, 31, 14, 0, 0, 250)],
    ['2026-01-31T14:00:00+0200', Date.UTC(2026, 0, 31, 12)],
    ['2026-01-31T14:00:00-02:00', Date.UTC(2026, 0, 31, 16)],
    ['2026-13-31', undefined],
    ['20260131', 20_260_131_000],
    ['tomorrow', undefined],
    ['', undefined],
    [undefined, undefined],
    [null, undefined],
    [Number.POSITIVE_INFINITY, undefined],
  ])('%p is %p', (stated, at) => {
    expect(instantOf(stated)).toBe(at);
  });

  test.each([
    ['20260131T140000Z', Date.UTC(2026, 0, 31, 14)],
    ['20260131T140000', undefined],
    ['20261331T140000Z', undefined],
    ['2026-01-31T14:00:00Z', undefined],
    [undefined, undefined],
  ])('in the basic format %p is %p', (text, at) => {
    expect(basicInstantOf(text)).toBe(at);
  });
});

describe('duration', () => {
  test.each([
    [172_800, 172_800],
    [172_801, undefined],
    [172_800.4, 172_800],
    [0.5, 1],
    [0.49, undefined],
    ['48:00:00', 172_800],
    ['48:00:01', undefined],
    ['1:00', 60],
    ['1:00:00.6', 3601],
    ['P1D', 86_400],
    ['P1DT1H1M1S', 90_061],
    ['PT1M', 60],
    ['PT1S', 1],
    ['1:2', 62],
    ['1:234', undefined],
    ['x7200', undefined],
    ['7200s', undefined],
  ])('%p is %p', (stated, seconds) => {
    expect(durationOf(stated)).toBe(seconds);
  });
});

describe('source type', () => {
  const names: readonly (readonly [string, SourceType])[] = [
    ['hls', 'hls'],
    ['m3u8', 'hls'],
    ['m3u', 'hls'],
    ['application/vnd.apple.mpegurl', 'hls'],
    ['application/x-mpegurl', 'hls'],
    ['application/mpegurl', 'hls'],
    ['audio/mpegurl', 'hls'],
    ['audio/x-mpegurl', 'hls'],
    ['dash', 'dash'],
    ['mpd', 'dash'],
    ['application/dash+xml', 'dash'],
    ['mp4', 'mp4'],
    ['m4v', 'mp4'],
    ['video/mp4', 'mp4'],
    ['video/x-m4v', 'mp4'],
    ['application/mp4', 'mp4'],
    ['webm', 'webm'],
    ['video/webm', 'webm'],
  ];

  test.each(names)('%s is %s', (name, type) => {
    const url = 'https://cdn.example.com/a.mpd';
    const other = type === 'dash' ? 'https://cdn.example.com/a.m3u8' : url;
    expect(statedTypeOf({ url: other, type: ` ${name.toUpperCase()} ; q=1` }, new URL(other))).toBe(type);
    const plain = 'https://cdn.example.com/a';
    expect(statedTypeOf({ url: plain }, new URL(plain))).toBeUndefined();
    expect(sourceTypeOf({ url: plain, inspected: { contentType: name } }, new URL(plain))).toBe(type);
  });

  test.each(['m3u8', 'm3u', 'mpd', 'mp4', 'm4v', 'webm'])('so does the extension .%s', (extension) => {
    const url = new URL(`https://cdn.example.com/a.b/film.${extension.toUpperCase()}`);
    expect(statedTypeOf({ url: url.href }, url)).toBe(new Map(names).get(extension));
  });
});

test('a link of 8,192 characters is one, a longer one is none', () => {
  const link = 'https://cdn.example.com/'.padEnd(8192, 'a');
  expect(parseMediaUrl(link)?.href).toBe(link);
  expect(parseMediaUrl(`${link}a`)).toBeUndefined();
});

test('segments of a path are decoded, those that cannot be stay', () => {
  expect(pathSegments(new URL('https://cdn.example.com/a%20b/%E0%A4%A/c'))).toEqual(['', 'a b', '%E0%A4%A', 'c']);
});

test('a label of 500 characters stays whole, a longer one is cut to 500', () => {
  const url = 'https://cdn.example.com/a';
  const labelled = (label: string) =>
    buildVideoData({ mediaType: 'movie', tmdbId: '1' }, { sources: [{ url, label }], subtitles: [{ url, label }] }, 0);
  for (const length of [499, 500, 501]) {
    const { sources, subtitles } = labelled('x'.repeat(length))!.data;
    expect(sources[0]?.label).toHaveLength(Math.min(length, 500));
    expect(subtitles[0]?.label).toHaveLength(Math.min(length, 500));
  }
});

test('of one link each stronger evidence replaces the weaker, and no weaker one the stronger', () => {
  const order = ['none', 'path', 'label', 'declared', 'manifest'] as const;
  const found = (evidence: (typeof order)[number]) => ({
    source: { url: 'https://cdn.example.com/a', id: 'a', quality: 'auto', type: 'hls', label: evidence } as const,
    evidence,
  });
  for (const [index, weaker] of order.slice(0, -1).entries()) {
    const stronger = order[index + 1]!;
    expect(distinctSources([found(weaker), found(stronger)])[0]?.label).toBe(stronger);
    expect(distinctSources([found(stronger), found(weaker)])[0]?.label).toBe(stronger);
  }
});
