import { describe, expect, test } from '@jest/globals';
import { toExtraction } from '../../lambda/extractors/candidates.ts';

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
