import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { appliedPreference, MAX_PREFER_LENGTH, PreferenceError, parsePreference } from '../../contract/prefer.ts';
import { type Ranked, type RankOptions, rank } from '../../contract/rank.ts';
import { QUALITIES, SOURCE_TYPES } from '../../contract/vocabulary.ts';

const named = (name: string, facts: Partial<Ranked>) => ({ name, quality: 'auto' as const, ...facts });
const order = (sources: readonly ReturnType<typeof named>[], wish: string, options: RankOptions = {}) =>
  rank(sources, { ...options, prefer: parsePreference(wish) }).map(({ name }) => name);

const lines = [360, 480, 720, 1080, 2160].map((height) => named(`${height}`, { height }));

describe('a wish is read', () => {
  test.each([
    ['res:720,codec:h264,type:hls,lang:en', 'res=720, codec=h264, type=hls, lang=en'],
    ['res', 'res'],
    ['res:720p', 'res=720'],
    ['RES:720 , Codec:AV01', 'res=720, codec=av01'],
    ['lang:pt-BR', 'lang=pt-BR'],
    ['res:720,res:1080', 'res=720'],
    ['', ''],
    [' ', ''],
    ['res:720,', 'res=720'],
    ['res:720 , ', 'res=720'],
  ])('%s', (text, applied) => {
    expect(appliedPreference(parsePreference(text))).toBe(applied);
  });

  test.each([
    ['size:1', /res, codec, type and lang, not "size:1"/],
    [',', /not ""/],
    ['res:720,,', /not ""/],
    [',res:720', /not ""/],
    ['res:tall', /number of lines.*"res:tall"/],
    ['res:0', /"res:0"/],
    ['res:720:1080', /one value a field/],
    ['codec:mp4a', /video codec.*"codec:mp4a"/],
    ['codec:', /"codec:"/],
    ['type:mkv', /hls, dash, mp4, webm.*"type:mkv"/],
    ['codec:h264\r\nSet-Cookie=1', /video codec/],
    ['codec:avc1\u0000', /video codec/],
    ['codec:h264😀', /video codec/],
    ['codec:constructor', /video codec/],
    [`codec:avc1.${'0'.repeat(40)}`, /video codec/],
    ['codec:avc1 x', /video codec/],
    ['\u00a0res:720', /plain characters/],
    ['res:720\n', /plain characters/],
    ['lang:de\n', /plain characters/],
    ['lang', /BCP 47/],
    ['lang:not a tag', /BCP 47/],
    ['x'.repeat(MAX_PREFER_LENGTH + 1), /at most 200/],
  ])('%p is refused', (text, message) => {
    expect(() => parsePreference(text)).toThrow(PreferenceError);
    expect(() => parsePreference(text)).toThrow(message);
  });

  test('whatever text is in it, it is refused, or is a header of plain ASCII', () => {
    const field = fc.constantFrom('res', 'codec', 'type', 'lang', 'codec:h264', 'codec:av1', 'lang:de', 'res:720', 'x');
    const noise = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom('\r\n', '\0', '\u0085', '\u2028'),
    );
    fc.assert(
      fc.property(field, noise, noise, (name, one, other) => {
        for (const text of [`${name}${one}`, `${name}:${one}`, `${one}${name}`, `${name},${one}:${other}`]) {
          let applied: string;
          try {
            applied = appliedPreference(parsePreference(text));
          } catch (error) {
            expect(error).toBeInstanceOf(PreferenceError);
            continue;
          }
          expect(applied).toMatch(/^[\w.=, -]+$/);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('any text is read or refused, and what is read is read again from its own form', () => {
    const word = fc.constantFrom(
      'res',
      'codec',
      'type',
      'lang',
      ':',
      ',',
      '720',
      'h264',
      'hls',
      'de',
      ' ',
      '1e9',
      '__proto__',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((words) => words.join('')),
        ),
        (text) => {
          try {
            const read = parsePreference(text);
            const again = read.map(({ field, limit }) => (limit === undefined ? field : `${field}:${limit}`)).join(',');
            expect(parsePreference(again)).toEqual(read);
          } catch (error) {
            expect(error).toBeInstanceOf(PreferenceError);
          }
        },
      ),
    );
  });
});

describe('a wish orders sources', () => {
  test('the largest that is not above the limit, then the smaller, then the smallest above it', () => {
    expect(order(lines, 'res:720')).toEqual(['720', '480', '360', '1080', '2160']);
    expect(order(lines, 'res:1')).toEqual(['360', '480', '720', '1080', '2160']);
    expect(order(lines, 'res')).toEqual(['2160', '1080', '720', '480', '360']);
  });

  test('the class counts where no size is known, and the smaller size where both are', () => {
    const sources = [
      named('class', { quality: '720p' }),
      named('upright', { quality: '1080p', width: 720, height: 1280 }),
      named('wide', { quality: '1080p', width: 1920, height: 800 }),
    ];
    expect(order(sources, 'res:720')).toEqual(['upright', 'class', 'wide']);
  });

  test('codecs: h264 before what every player has, then upwards; audio decides between equal pictures', () => {
    const sources = [
      'av01.0.05M.08',
      'vp09.00.10.08',
      'hvc1.1.6.L93',
      'avc1.64001f,ec-3',
      'avc1.64001f,mp4a.40.2',
      'vp8',
      'zzzz',
      '',
    ].map((codecs) => named(codecs, { codecs }));
    expect(order(sources, 'codec:h264')).toEqual([
      'avc1.64001f,mp4a.40.2',
      'avc1.64001f,ec-3',
      'vp8',
      'zzzz',
      '',
      'hvc1.1.6.L93',
      'vp09.00.10.08',
      'av01.0.05M.08',
    ]);
  });

  test('types, and fields in the order of the wish', () => {
    const sources = [
      named('hls 1080', { type: 'hls', height: 1080 }),
      named('mp4 1080', { type: 'mp4', height: 1080 }),
      named('mp4 360', { type: 'mp4', height: 360 }),
    ];
    expect(order(sources, 'type:mp4,res:360')).toEqual(['mp4 360', 'mp4 1080', 'hls 1080']);
    expect(order(sources, 'res:1080,type:mp4')).toEqual(['mp4 1080', 'hls 1080', 'mp4 360']);
  });

  test('an adaptive stream counts as the rendition that fits best', () => {
    const ladder = named('ladder', {
      type: 'hls',
      variants: [
        { quality: '1080p', height: 1080 },
        { quality: '720p', height: 720 },
      ],
    });
    expect(order([named('480', { height: 480 }), ladder], 'res:720')).toEqual(['ladder', '480']);
    expect(order([named('480', { height: 480 }), ladder], 'res:480')).toEqual(['480', 'ladder']);
  });

  test('what needs more than there is comes last, the least first; a ladder needs its lowest rung', () => {
    const sources = [
      named('4K', { quality: '2160p' }),
      named('1080', { quality: '1080p', bandwidth: 6_000_000 }),
      named('ladder', {
        variants: [
          { quality: '1080p', bandwidth: 6_000_000 },
          { quality: '360p', bandwidth: 700_000 },
        ],
      }),
      named('480', { quality: '480p' }),
      named('unknown', {}),
    ];
    const fitting = (maxBandwidth: number) => rank(sources, { maxBandwidth }).map(({ name }) => name);
    expect(fitting(1_500_000)).toEqual(['480', 'ladder', 'unknown', '1080', '4K']);
    expect(fitting(100_000)).toEqual(['unknown', 'ladder', '480', '1080', '4K']);
    expect(order(sources, 'res', { maxBandwidth: 7_000_000 })).toEqual(['1080', 'ladder', '480', 'unknown', '4K']);
  });

  test('every wish only reorders, and what it says nothing about keeps its order', () => {
    const item = fc.record({
      quality: fc.constantFrom(...QUALITIES),
      type: fc.constantFrom(...SOURCE_TYPES),
      height: fc.constantFrom(undefined, 360, 720, 1080),
      bandwidth: fc.constantFrom(undefined, 400_000, 3_000_000),
      codecs: fc.constantFrom(undefined, 'avc1.64001f,mp4a.40.2', 'av01.0.05M.08', 'xx'),
    });
    const wish = fc.constantFrom('res:720', 'codec:h264', 'type:mp4,res', 'lang:de', 'res:1,codec,type:dash');
    fc.assert(
      fc.property(fc.array(item), wish, fc.constantFrom(undefined, 1_000_000), (items, text, maxBandwidth) => {
        const sources = rank(items);
        const ranked = rank(sources, { prefer: parsePreference(text), maxBandwidth });
        expect(new Set(ranked)).toEqual(new Set(sources));
        expect(ranked).toHaveLength(sources.length);
        if (text === 'lang:de' && maxBandwidth === undefined) expect(ranked).toEqual(sources);
        expect(rank(ranked, { prefer: parsePreference(text), maxBandwidth })).toEqual(ranked);
      }),
    );
  });
});
