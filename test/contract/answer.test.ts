import { describe, expect, test } from '@jest/globals';
import { MAX_SOURCES, MAX_SUBTITLES } from '../../contract/bounds.ts';
import validate from '../../contract/generated/success-answer.js';
import { QUALITIES, SOURCE_TYPES } from '../../contract/vocabulary.ts';

const source = { url: 'https://media.example/a.m3u8', id: 'h3Xq0pYc1ZbM', quality: '1080p', type: 'hls' };
const subtitle = { url: 'https://media.example/a.vtt', label: 'English', language: 'en' };
const metadata = {
  tmdbId: '550',
  mediaType: 'movie',
  sourceCount: 1,
  subtitleCount: 0,
  bestQuality: '1080p',
  responseTime: '12ms',
};
const answer = (data: object = {}, facts: object = {}) => ({
  success: true,
  data: { sources: [source], subtitles: [], ...data },
  metadata: { ...metadata, ...facts },
});
const withSource = (facts: object) => answer({ sources: [{ ...source, ...facts }] });
const withSubtitle = (facts: object) => answer({ subtitles: [{ ...subtitle, ...facts }] });
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

// Written out: the document, the validators and the functions all derive from these.
test('the words and the bounds of the contract are these', () => {
  expect(QUALITIES).toEqual(['2160p', '1440p', '1080p', '720p', '480p', '360p', 'auto']);
  expect(SOURCE_TYPES).toEqual(['hls', 'dash', 'mp4', 'webm']);
  expect([MAX_SOURCES, MAX_SUBTITLES]).toEqual([100, 200]);
});

describe('an answer may have', () => {
  test.each<[string, object]>([
    ['what it must have', answer()],
    ['100 sources and 200 subtitles', answer({ sources: times(100, source), subtitles: times(200, subtitle) })],
    ...['2160p', '1440p', '1080p', '720p', '480p', '360p', 'auto'].map(
      (quality) => [`the quality ${quality}`, withSource({ quality })] as [string, object],
    ),
    ...['hls', 'dash', 'mp4', 'webm'].map((type) => [`the type ${type}`, withSource({ type })] as [string, object]),
    ['the smallest and the largest picture', withSource({ width: 1, height: 100_000, bandwidth: 1, frameRate: 0.001 })],
    ['a ladder', withSource({ variants: [{ quality: '720p', width: 1280, height: 720, bandwidth: 1, codecs: '' }] })],
    ['the systems that protect it', withSource({ drm: ['widevine', 'playready', 'fairplay'] })],
    ['an expiry', withSource({ expiresAt: '2026-01-31T18:30:00Z' })],
    [
      'each kind of subtitle',
      answer({
        subtitles: [
          { ...subtitle, kind: 'forced' },
          { ...subtitle, kind: 'sdh' },
        ],
      }),
    ],
    ['a subtitle in a manifest', withSubtitle({ delivery: 'in-manifest' })],
    ['a poster and a duration', answer({ poster: 'https://media.example/a.jpg', duration: 1 })],
    ['fields that came later', { ...answer({ chapters: [] }, { region: 'eu' }), trace: 1 }],
    ['a link of 8192 characters', withSource({ url: `https://media.example/${'a'.repeat(8192 - 22)}` })],
    ['a link with a port, a query and capitals', withSource({ url: 'HTTP://media.example:8080?a=@b#c' })],
  ])('%s', (_, value) => {
    expect(validate(value)).toBe(true);
  });
});

describe('an answer never has', () => {
  test.each<[string, unknown]>([
    ['no success', { ...answer(), success: false }],
    ['no sources', answer({ sources: [] })],
    ['101 sources', answer({ sources: times(101, source) })],
    ['201 subtitles', answer({ subtitles: times(201, subtitle) })],
    ['no subtitles at all', answer({ subtitles: undefined })],
    ['another quality', withSource({ quality: '1080' })],
    ['another type', withSource({ type: 'mkv' })],
    ['a picture without a width', withSource({ width: 0 })],
    ['a picture too high', withSource({ height: 100_001 })],
    ['half a pixel', withSource({ width: 0.5 })],
    ['a bandwidth of nothing', withSource({ bandwidth: 0 })],
    ['a frame rate of nothing', withSource({ frameRate: 0 })],
    ['an expiry in another zone', withSource({ expiresAt: '2026-01-31T18:30:00+01:00' })],
    ['an expiry in seconds', withSource({ expiresAt: 1_769_884_200 })],
    ['a subtitle without a label', withSubtitle({ label: '' })],
    ['a subtitle without a language', withSubtitle({ language: '' })],
    ['another kind of subtitle', withSubtitle({ kind: 'full' })],
    ['a duration of nothing', answer({ duration: 0 })],
    ['a duration with a fraction', answer({ duration: 1.5 })],
    ['a poster that is none', answer({ poster: 'poster.jpg' })],
    ['a link of 8193 characters', withSource({ url: `https://media.example/${'a'.repeat(8193 - 22)}` })],
    ['a link with credentials', withSource({ url: 'https://user:pass@media.example/a' })],
    ['a link of another scheme', withSource({ url: 'ftp://media.example/a' })],
    ['a link without a host', withSource({ url: 'https:///a' })],
    ['a link with a blank', withSource({ url: 'https://media.example/a b' })],
    ['no count', answer({}, { sourceCount: 0 })],
    ['less than no subtitles', answer({}, { subtitleCount: -1 })],
    ['a response time without a unit', answer({}, { responseTime: '12' })],
    ['a response time with a fraction', answer({}, { responseTime: '1.2ms' })],
    ['another media type', answer({}, { mediaType: 'TV' })],
  ])('%s', (_, value) => {
    expect(validate(value)).toBe(false);
  });
});
