import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { SourceType } from '../../contract/answer.ts';
import { QUALITIES } from '../../contract/vocabulary.ts';
import type { SourceCandidate } from '../../lambda/stream/candidate.ts';
import type { Content } from '../../lambda/stream/content.ts';
import { qualityOf } from '../../lambda/stream/quality/quality.ts';
import { qualityClassOf } from '../../lambda/stream/quality/quality-class.ts';

const movie: Content = { mediaType: 'movie', tmdbId: '550' };
const origin = 'https://cdn.example.com';

function qualityFrom(facts: Partial<SourceCandidate>, content: Content = movie, type: SourceType = 'mp4'): string {
  const url = facts.url ?? `${origin}/file.mp4`;
  return qualityOf({ ...facts, url }, type, new URL(url), content).quality;
}
const fromPath = (path: string, content?: Content) => qualityFrom({ url: origin + path }, content);
const fromDeclared = (quality: string | number, type?: SourceType) => qualityFrom({ quality }, movie, type);
const fromLabel = (label: string) => qualityFrom({ label });

describe('quality class from pixels', () => {
  test.each([
    [3840, 2160, '2160p'],
    [3840, 1600, '2160p'],
    [2560, 1440, '1440p'],
    [1920, 1080, '1080p'],
    [1920, 800, '1080p'],
    [1918, 872, '1080p'],
    [1440, 1080, '1080p'],
    [1280, 534, '720p'],
    [854, 358, '480p'],
    [640, 268, '360p'],
    [320, 180, '360p'],
  ])('%i × %i is %s', (width, height, expected) => {
    expect(qualityClassOf(width, height)).toBe(expected);
  });

  test('a portrait picture counts as its landscape', () => {
    expect(qualityClassOf(1080, 1920)).toBe('1080p');
    expect(qualityClassOf(720, 1280)).toBe('720p');
  });

  test('one of the two is enough, and neither is unknown', () => {
    expect(qualityClassOf(undefined, 720)).toBe('720p');
    expect(qualityClassOf(1280, undefined)).toBe('720p');
    expect(qualityClassOf(undefined, undefined)).toBeUndefined();
  });

  test.each([
    [2052, '2160p', '1440p'],
    [1368, '1440p', '1080p'],
    [1026, '1080p', '720p'],
    [684, '720p', '480p'],
    [456, '480p', '360p'],
  ])('%i lines, five percent short of %s, still belong to it, and one less is %s', (lines, name, lower) => {
    expect(qualityClassOf(undefined, lines)).toBe(name);
    expect(qualityClassOf(undefined, lines - 1)).toBe(lower);
  });

  const pixels = fc.integer({ min: 1, max: 100_000 });

  test('every picture has a class, and the class of a class’s own height is itself', () => {
    fc.assert(
      fc.property(pixels, pixels, (width, height) => {
        const found = qualityClassOf(width, height);
        expect(QUALITIES).toContain(found);
        expect(qualityClassOf(undefined, Number.parseInt(found ?? '', 10))).toBe(found);
      }),
    );
  });

  test('more pixels never give a lower class', () => {
    const rank = (width: number, height: number) => QUALITIES.indexOf(qualityClassOf(width, height) ?? 'auto');
    const more = fc.integer({ min: 0, max: 5000 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 5000 }), more, more, (w, h, dw, dh) => {
        expect(rank(w + dw, h + dh)).toBeLessThanOrEqual(rank(w, h));
      }),
    );
  });
});

describe('declared quality', () => {
  test.each([
    ['1080', '1080p'],
    [1080, '1080p'],
    [800, '720p'],
    ['FHD', '1080p'],
    ['Full HD', '1080p'],
    ['1920x800', '1080p'],
    ['1920×1080', '1080p'],
    ['4K', '2160p'],
    ['UHD', '2160p'],
    ['Ultra HD', '2160p'],
    ['2160p', '2160p'],
    ['1440p', '1440p'],
    ['1080p60', '1080p'],
    ['1080i', '1080p'],
    ['HD', '720p'],
    ['HD 1080p', '1080p'],
    ['sd', '480p'],
    ['240p', '360p'],
    [' 720P ', '720p'],
  ])('%p is %s', (declared, expected) => {
    expect(fromDeclared(declared)).toBe(expected);
  });

  test.each([['auto'], ['unknown'], ['HDR'], [''], [0], [-720], [Number.NaN], [Number.POSITIVE_INFINITY], [5_000_000]])(
    '%p names none',
    (declared) => {
      expect(qualityOf({ url: origin, quality: declared }, 'mp4', new URL(origin), movie)).toEqual({
        quality: 'auto',
        evidence: 'none',
      });
    },
  );

  test('auto is a fact about a stream that can adapt, and none about a file', () => {
    const url = `${origin}/movie-1080.mp4`;
    expect(qualityFrom({ url, quality: 'auto' }, movie, 'hls')).toBe('auto');
    expect(qualityFrom({ url, quality: 'auto' }, movie, 'mp4')).toBe('1080p');
  });

  test.each(['Auto', 'AUTO', 'adaptive', 'Auto…', 'Auto...', '(auto)', '[Auto]', '— Adaptive —', 'Auto:'])(
    '%p is auto, whatever it is written with',
    (quality) => {
      const url = `${origin}/1080p/index.m3u8`;
      expect(qualityFrom({ url, quality }, movie, 'hls')).toBe('auto');
      expect(qualityFrom({ url, quality }, movie, 'dash')).toBe('auto');
      expect(qualityFrom({ url, quality: `x${quality}x` }, movie, 'hls')).toBe('1080p');
    },
  );
});

describe('quality in a label', () => {
  test.each([
    ['Server 2 - 1080p', '1080p'],
    ['English 720', '720p'],
    ['4K (HEVC)', '2160p'],
    ['HD 1080p', '1080p'],
    ['Full-HD', '1080p'],
    ['VidCloud HD', '720p'],
    ['HDR10', 'auto'],
    ['x264', 'auto'],
    ['Server 1', 'auto'],
    ['720 kbps', 'auto'],
  ])('%p gives %s', (label, expected) => {
    expect(fromLabel(label)).toBe(expected);
  });
});

describe('quality in a name of a master playlist', () => {
  const fromName = (variantName: string) => qualityFrom({ variantName }, movie, 'hls');

  test.each([
    [['144', '180', '234', '240', '270', '288', '360', '396', '404', '432'], '360p'],
    [['480', '504', '540', '576'], '480p'],
    [['720'], '720p'],
    [['1080'], '1080p'],
    [['1440'], '1440p'],
    [['2160'], '2160p'],
  ])('%j are usual numbers of lines: %s', (names, expected) => {
    expect(names.map(fromName)).toEqual(names.map(() => expected));
  });

  test('other numbers are bitrates and ranks', () => {
    expect(['1', '145', '541', '800', '1500', '2500'].map(fromName)).toEqual(Array(6).fill('auto'));
  });
});

describe('quality in a path', () => {
  test.each([
    ['/720/index.m3u8', '720p'],
    ['/720p.m3u8', '720p'],
    ['/1080.mp4', '1080p'],
    ['/movie-1080.mp4', '1080p'],
    ['/movie_480_v2.mp4', '480p'],
    ['/movie.360.mp4', '360p'],
    ['/Film.2019.2160p.WEB.mkv', '2160p'],
    ['/1280x534/index.m3u8', '720p'],
    ['/720p60/index.m3u8', '720p'],
    ['/hd720/a.mp4', '720p'],
    ['/fhd/a.mp4', '1080p'],
    ['/UHD/a.mp4', '2160p'],
    ['/a.4k.mp4', '2160p'],
    ['/sd/a.mp4', '480p'],
    ['/My%20Film%20720p.mp4', '720p'],
    ['/1080p/a-480p.mp4', '480p'],
    ['/1080p/hd/a.mp4', '720p'],
    ['/Movie.1080p.WEB-DL.DTS-HD.MA.7.1.mkv', '1080p'],
    ['/Movie.1080p.UHD.BluRay.x265.mkv', '1080p'],
    ['/Movie.2160p.DTS-HD.mkv', '2160p'],
    ['/1080-movie.mp4', '1080p'],
    ['/[480]movie.mp4', '480p'],
    ['/movie%20360.mp4', '360p'],
  ])('%s is %s', (path, expected) => {
    expect(fromPath(path)).toBe(expected);
  });

  test.each([
    ['/x264-hdr/a.mp4'],
    ['/a.mp4?expires=1720480360'],
    ['/a.mp4?quality=720p'],
    ['/a.mp4#1080p'],
    ['/hdtv/a.mp4'],
    ['/HDRip/a.mp4'],
    ['/movie,360p,720p,1080p,.mp4.csmil/master.m3u8'],
    ['/a17204803601.mp4'],
    ['/tt0720480.mp4'],
    ['/title/720/file.mp4'],
    ['/movie/1080/file.mp4'],
    ['/season/480/file.mp4'],
    ['/Movie/720.mp4'],
    ['/%E0%A4%A/a.mp4'],
  ])('%s names no quality', (path) => {
    expect(fromPath(path)).toBe('auto');
  });

  test('a host never counts', () => {
    expect(qualityFrom({ url: 'https://hd.1080p.example.com/a.mp4' })).toBe('auto');
  });

  test('the content’s own id, season and episode are no quality', () => {
    const own: Content = { mediaType: 'movie', tmdbId: '720' };
    expect(fromPath('/720/file.mp4', own)).toBe('auto');
    expect(fromPath('/stream-720-a.mp4', own)).toBe('auto');
    expect(fromPath('/720/1080/file.mp4', own)).toBe('1080p');
    const episode: Content = { mediaType: 'tv', tmdbId: '37854', season: 360, episode: 480 };
    expect(fromPath('/a/360/480/file.mp4', episode)).toBe('auto');
    expect(fromPath('/a/360/480/file-720p.mp4', episode)).toBe('720p');
  });
});

describe('the order of evidence', () => {
  const everything = {
    url: `${origin}/a-360p.mp4`,
    label: '480p',
    quality: '720p',
    width: 1920,
    height: 800,
  };

  test('dimensions, declared quality, label, path, and then auto', () => {
    expect(qualityFrom(everything)).toBe('1080p');
    expect(qualityFrom({ ...everything, width: undefined, height: undefined })).toBe('720p');
    expect(qualityFrom({ url: everything.url, label: '480p' })).toBe('480p');
    expect(qualityFrom({ url: everything.url })).toBe('360p');
    expect(qualityFrom({})).toBe('auto');
  });

  test('impossible dimensions are no evidence', () => {
    expect(qualityFrom({ ...everything, width: 0, height: Number.NaN })).toBe('720p');
    expect(qualityFrom({ ...everything, width: -1920, height: 800.5 })).toBe('720p');
  });

  test('a stream whose renditions are known is adaptive, with any declared quality', () => {
    expect(
      qualityFrom({ ...everything, inspected: { type: 'hls', renditions: [{ height: 720 }] } }, movie, 'hls'),
    ).toBe('auto');
  });

  test('a stream of one rendition of unknown size takes the declared quality', () => {
    const inspected = { type: 'hls' as const, renditions: [{ bandwidth: 5_000_000 }] };
    expect(qualityFrom({ quality: '720p', inspected }, movie, 'hls')).toBe('720p');
    expect(qualityFrom({ inspected }, movie, 'hls')).toBe('auto');
  });

  test('a media playlist takes the declared quality; an HLS source without evidence is auto', () => {
    expect(qualityFrom({ quality: '720p', inspected: { type: 'hls' } }, movie, 'hls')).toBe('720p');
    expect(qualityFrom({ url: `${origin}/stream.m3u8` }, movie, 'hls')).toBe('auto');
  });

  test('any text gives some quality', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.webUrl(), (quality, label, url) => {
        expect(QUALITIES).toContain(qualityFrom({ quality, label, url }));
      }),
    );
  });
});
