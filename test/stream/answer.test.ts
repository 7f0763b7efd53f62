import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { videoData } from '../../contract/answer.ts';
import { MAX_SOURCES, MAX_SUBTITLES, MAX_VARIANTS } from '../../contract/bounds.ts';
import { QUALITIES } from '../../contract/vocabulary.ts';
import { buildVideoData } from '../../lambda/stream/answer.ts';
import type { Extraction, SourceCandidate } from '../../lambda/stream/candidate.ts';
import type { Content } from '../../lambda/stream/content.ts';

const now = Date.UTC(2026, 0, 31, 12);
const inAnHour = now + 3_600_000;
const movie: Content = { mediaType: 'movie', tmdbId: '550' };
const cdn = 'https://cdn.example.com';

const build = (extraction: Partial<Extraction>) =>
  buildVideoData(movie, { sources: [{ url: `${cdn}/film.mp4` }], subtitles: [], ...extraction }, now);
const onlySource = (candidate: SourceCandidate) => build({ sources: [candidate] })?.data.sources[0];

/** Which id it is, source-ids.test.ts shows. */
const ID = expect.stringMatching(/^[A-Za-z0-9_-]{12}$/);

describe('the answer', () => {
  test('puts everything together, best first', () => {
    const built = build({
      sources: [
        {
          url: `${cdn}/master.m3u8`,
          inspected: {
            type: 'hls',
            renditions: [
              { width: 640, height: 268, bandwidth: 700_000 },
              { width: 1918, height: 872, bandwidth: 5_000_000, codecs: 'avc1.640028,mp4a.40.2', frameRate: 23.976 },
              { width: 854, height: 358 },
              { width: 1280, height: 534 },
            ],
          },
        },
        { url: `${cdn}/720p.mp4`, label: 'Mirror' },
        { url: `${cdn}/a.mp4`, width: 1920, height: 800, bandwidth: 4_000_000 },
      ],
      subtitles: [{ url: `${cdn}/en.vtt`, language: 'eng' }],
      poster: `${cdn}/poster.jpg`,
      duration: '2:00:00',
    });
    expect(built).toEqual({
      data: {
        sources: [
          {
            url: `${cdn}/a.mp4`,
            id: ID,
            quality: '1080p',
            type: 'mp4',
            width: 1920,
            height: 800,
            bandwidth: 4_000_000,
          },
          { url: `${cdn}/720p.mp4`, id: ID, quality: '720p', type: 'mp4', label: 'Mirror' },
          {
            url: `${cdn}/master.m3u8`,
            id: ID,
            quality: 'auto',
            type: 'hls',
            variants: [
              {
                quality: '1080p',
                width: 1918,
                height: 872,
                bandwidth: 5_000_000,
                codecs: 'avc1.640028,mp4a.40.2',
                frameRate: 23.976,
              },
              { quality: '720p', width: 1280, height: 534 },
              { quality: '480p', width: 854, height: 358 },
              { quality: '360p', width: 640, height: 268, bandwidth: 700_000 },
            ],
          },
        ],
        subtitles: [{ label: 'English', language: 'en', url: `${cdn}/en.vtt` }],
        poster: `${cdn}/poster.jpg`,
        duration: 7200,
      },
      dropped: { sources: 0, subtitles: 0, links: 0 },
      signedWithoutExpiry: false,
    });
  });

  test('carries a link byte for byte, as signatures need', () => {
    const url = 'HTTPS://CDN.example.com/a/../b%2fc%7E.mp4?Signature=a~b%2B+&x=%e2';
    expect(onlySource({ url })?.url).toBe(url);
  });

  test('impossible numbers and empty texts are left out, not nulled', () => {
    const source = onlySource({
      url: `${cdn}/film.mp4`,
      label: '  ',
      codecs: '',
      width: 0,
      height: -720,
      bandwidth: Number.NaN,
      frameRate: Number.POSITIVE_INFINITY,
      expiresAt: 'soon',
    });
    expect(source).toEqual({ url: `${cdn}/film.mp4`, id: ID, quality: 'auto', type: 'mp4' });
    expect(Object.keys(build({ poster: '', duration: 0 })?.data ?? {})).toEqual(['sources', 'subtitles']);
  });

  test('is none when no playable source is left', () => {
    expect(build({ sources: [] })).toBeUndefined();
    expect(
      build({ sources: [{ url: 'ftp://example.com/a.mp4' }, { url: 'https://u:p@example.com/a.mp4' }] }),
    ).toBeUndefined();
  });

  test('drops and counts links that it may not carry', () => {
    const built = build({
      sources: [{ url: 'a.mp4' }, { url: `${cdn}/film.mp4` }, { url: 'https://u:p@example.com/a.mp4' }],
      subtitles: [{ url: 'javascript:alert(1)' }, { url: `${cdn}/en.vtt` }],
      poster: 'data:image/png;base64,AAAA',
    });
    expect(built?.dropped).toEqual({ sources: 0, subtitles: 0, links: 4 });
    expect(built?.data).toEqual({
      sources: [{ url: `${cdn}/film.mp4`, id: ID, quality: 'auto', type: 'mp4' }],
      subtitles: [{ label: 'Unknown', language: 'und', url: `${cdn}/en.vtt` }],
    });
  });
});

describe('bounds', () => {
  test('the best hundred sources stay, in any place; the rest is counted', () => {
    const many = Array.from({ length: 130 }, (_, index) => ({ url: `${cdn}/${index}.mp4`, quality: '480p' }));
    const built = build({ sources: [...many, { url: `${cdn}/best.mp4`, quality: '1080p' }, ...many] });
    expect(built?.data.sources).toHaveLength(MAX_SOURCES);
    expect(built?.data.sources[0]?.url).toBe(`${cdn}/best.mp4`);
    expect(built?.dropped.sources).toBe(31);
  });

  test('two hundred subtitles stay, the rest is counted', () => {
    const subtitles = Array.from({ length: 250 }, (_, index) => ({ url: `${cdn}/${index}.vtt` }));
    const built = build({ subtitles });
    expect(built?.data.subtitles).toHaveLength(MAX_SUBTITLES);
    expect(built?.dropped.subtitles).toBe(50);
  });

  describe('a rendition whose size is not known', () => {
    const ladderOf = (
      renditions: NonNullable<SourceCandidate['inspected']>['renditions'],
      sources: SourceCandidate[] = [],
    ) => {
      const master: SourceCandidate = { url: `${cdn}/master.m3u8`, inspected: { type: 'hls', renditions } };
      const built = build({ sources: [master, ...sources] })?.data.sources ?? [];
      return {
        ladder: built.find(({ url }) => url === master.url)?.variants?.map(({ quality }) => quality),
        qualities: Object.fromEntries(built.map(({ url, quality }) => [url.replace(`${cdn}/`, ''), quality])),
      };
    };
    const other = { height: 240, bandwidth: 1 };

    test.each<[string, string | undefined, string, string]>([
      ['its path', undefined, 'v/1080p.m3u8', '1080p'],
      ['its name before its path', '720p', 'v/1080p.m3u8', '720p'],
      ['its name as a number of lines', '540', 'v.m3u8', '480p'],
      ['its name in words', ' Full HD ', 'v.m3u8', '1080p'],
      ['nothing: its name is a bitrate', '2500', 'v.m3u8', 'auto'],
      ['nothing: its name is a rank', '1', 'v.m3u8', 'auto'],
      ['nothing: its path is the title’s id', undefined, '550/v.m3u8', 'auto'],
    ])('has the quality of %s', (_, variantName, path, quality) => {
      const rendition = { url: `${cdn}/${path}`, variantName };
      expect(ladderOf([rendition, other]).ladder).toContain(quality);
      expect(ladderOf([rendition, other], [{ ...rendition, type: 'hls' }]).qualities[path]).toBe(quality);
    });

    test('has the quality of its source, by any evidence', () => {
      const url = `${cdn}/v/1080p.m3u8`;
      const first = (...sources: SourceCandidate[]) => ladderOf([{ url, bandwidth: 5 }, other], sources).ladder?.[0];
      expect(first({ url, quality: '720p' })).toBe('720p');
      expect(first({ url, label: '720p' })).toBe('720p');
      expect(first({ url: 'https://CDN.example.com/v/./1080p.m3u8', quality: '720p' })).toBe('720p');
      expect(first({ url, label: '480p' }, { url, quality: '720p' })).toBe('720p');
      expect(first({ url: `${url}?other`, quality: '720p' })).toBe('1080p');
    });

    test('of a ladder of one has the declared quality only where it names none itself', () => {
      const only = (path: string) =>
        onlySource({
          url: `${cdn}/480p/master.m3u8`,
          quality: '720p',
          inspected: { type: 'hls', renditions: [{ url: `${cdn}/${path}`, bandwidth: 5 }] },
        });
      expect(only('v/1080p.m3u8')).toMatchObject({ quality: 'auto', variants: [{ quality: '1080p' }] });
      expect(only('v.m3u8')).toMatchObject({ quality: '720p' });
    });

    test('is listed once, however many addresses it has', () => {
      const renditions = ['a', 'b'].map((name) => ({ url: `${cdn}/${name}/720p.m3u8`, bandwidth: 5 }));
      expect(ladderOf([...renditions, other]).ladder).toEqual(['720p', '360p']);
    });
  });

  test('a ladder has 50 renditions, a label 500 characters', () => {
    const renditions = Array.from({ length: 51 }, (_, index) => ({ height: index + 1 }));
    const source = { url: `${cdn}/a.mpd`, label: 'x'.repeat(501), inspected: { type: 'dash' as const, renditions } };
    expect(onlySource(source)?.variants).toHaveLength(50);
    expect(onlySource(source)?.label).toHaveLength(500);
  });

  test('a ladder of thousands keeps its best renditions', () => {
    const renditions = Array.from({ length: 3000 }, (_, index) => ({ height: index + 1 }));
    const { variants } = onlySource({ url: `${cdn}/a.mpd`, inspected: { type: 'dash', renditions } }) ?? {};
    expect(variants).toHaveLength(MAX_VARIANTS);
    expect(variants?.[0]?.height).toBe(3000);
  });
});

describe('link expiry', () => {
  const signed = (time: number) => `?token=x&expires=${time / 1000}`;

  test('is the earlier of the declared one and the link’s own', () => {
    const soon = new Date(inAnHour).toISOString();
    const later = inAnHour + 60_000;
    expect(onlySource({ url: `${cdn}/a.mp4${signed(inAnHour)}`, expiresAt: later / 1000 })?.expiresAt).toBe(soon);
    expect(onlySource({ url: `${cdn}/a.mp4${signed(later)}`, expiresAt: soon })?.expiresAt).toBe(soon);
    expect(onlySource({ url: `${cdn}/a.mp4`, expiresAt: String(inAnHour / 1000) })?.expiresAt).toBe(soon);
    expect(onlySource({ url: `${cdn}/a.mp4`, expiresAt: '2026-01-31T15:00:00+02:00' })?.expiresAt).toBe(soon);
  });

  test('an impossible declared time is ignored', () => {
    expect(onlySource({ url: `${cdn}/a.mp4`, expiresAt: 12 })).not.toHaveProperty('expiresAt');
    expect(onlySource({ url: `${cdn}/a.mp4`, expiresAt: '2050-01-01' })).not.toHaveProperty('expiresAt');
  });

  test('a link that is declared to expire at an unknown time is treated as signed', () => {
    const signedWithoutExpiry = (expiresAt?: string | number) =>
      build({ sources: [{ url: `${cdn}/a.mp4`, expiresAt }] })?.signedWithoutExpiry;
    expect(signedWithoutExpiry('soon')).toBe(true);
    expect(signedWithoutExpiry(12)).toBe(true);
    expect(signedWithoutExpiry('')).toBe(false);
    expect(signedWithoutExpiry()).toBe(false);
    expect(signedWithoutExpiry(inAnHour / 1000)).toBe(false);
  });

  test.each([
    ['a source', { sources: [{ url: `${cdn}/a.mp4` }, { url: `${cdn}/b.mp4${signed(inAnHour)}` }] }],
    ['a subtitle', { subtitles: [{ url: `${cdn}/en.vtt${signed(inAnHour)}` }] }],
    ['the poster', { poster: `${cdn}/a.jpg${signed(inAnHour)}` }],
  ])('of the whole answer is the earliest of all links: %s', (_which, extraction) => {
    expect(build(extraction)?.expiresAt).toBe(inAnHour);
  });

  test('a link that one mention declares expired is expired in every mention', () => {
    const past = new Date(now - 60_000).toISOString();
    const built = build({
      sources: [{ url: `${cdn}/a.mp4` }, { url: `${cdn}/b.mp4` }, { url: `${cdn}/a.mp4`, expiresAt: past }],
    });
    expect(built?.data.sources.map(({ url }) => url)).toEqual([`${cdn}/b.mp4`]);
    expect(built?.expiresAt).toBeUndefined();
  });

  test('an expiry declared for a repeated link counts even when the other mention stays', () => {
    const url = `${cdn}/a.mp4`;
    expect(
      build({
        sources: [
          { url, quality: '720p' },
          { url, expiresAt: inAnHour / 1000 },
        ],
      })?.expiresAt,
    ).toBe(inAnHour);
  });

  test('a signed link without a time is noticed, unless its time is declared', () => {
    const url = `${cdn}/a.m3u8?token=9f86d081884c7d659a2feaa0c55ad015`;
    expect(build({ sources: [{ url }] })?.signedWithoutExpiry).toBe(true);
    expect(build({ sources: [{ url }, { url: `${cdn}/b.mp4${signed(inAnHour)}` }] })?.signedWithoutExpiry).toBe(true);
    expect(build({ sources: [{ url, expiresAt: inAnHour / 1000 }] })?.signedWithoutExpiry).toBe(false);
    expect(build({ poster: `${url}&poster` })?.signedWithoutExpiry).toBe(true);
  });
});

describe('anything that a provider finds', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('1080p', 'auto', 'hls', 'en', 'PT2H'),
  );
  const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, 720, 1080, 100_000, 100_001, Number.NaN));
  const link = fc.oneof(
    { weight: 4, arbitrary: fc.webUrl({ withQueryParameters: true, withFragments: true }) },
    { weight: 1, arbitrary: text },
    { weight: 1, arbitrary: text.map((path) => `${cdn}/${path}`) },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 0, max: 9 }).map((id) => `${cdn}/${id}.m3u8?token=x&expires=176986800${id}`),
    },
  );
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
  const picture = {
    width: maybe(number),
    height: maybe(number),
    bandwidth: maybe(number),
    codecs: maybe(text),
    frameRate: maybe(number),
  };
  const sourceCandidate = fc.record({
    url: link,
    quality: maybe(fc.oneof(text, number)),
    type: maybe(text),
    label: maybe(text),
    ...picture,
    expiresAt: maybe(
      fc.oneof(
        text,
        number,
        fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      ),
    ),
    inspected: maybe(
      fc.record({
        contentType: maybe(text),
        type: fc.constantFrom('hls' as const, 'dash' as const, undefined),
        renditions: maybe(fc.array(fc.record(picture))),
      }),
    ),
  });
  const subtitleCandidate = fc.record({
    url: link,
    label: maybe(text),
    language: maybe(text),
    kind: fc.constantFrom('forced' as const, 'sdh' as const, undefined),
    delivery: fc.constantFrom('in-manifest' as const, undefined),
  });
  const extraction: fc.Arbitrary<Extraction> = fc.record({
    sources: fc.array(sourceCandidate),
    subtitles: fc.array(subtitleCandidate),
    poster: maybe(link),
    duration: maybe(fc.oneof(text, number)),
  });

  test('the answer satisfies the contract, loses nothing in JSON and is ranked', () => {
    fc.assert(
      fc.property(extraction, (found) => {
        const built = buildVideoData(movie, found, now);
        if (!built) return;
        const { data } = built;
        expect(videoData.parse(data)).toEqual(data);
        expect(JSON.parse(JSON.stringify(data))).toStrictEqual(data);
        const classes = data.sources.map(({ quality }) => QUALITIES.indexOf(quality));
        expect(classes).toEqual(classes.toSorted((a, b) => a - b));
        expect(new Set(data.sources.map(({ url }) => url)).size).toBe(data.sources.length);
        const expiries = [...data.sources, ...data.subtitles].flatMap(({ expiresAt }) => expiresAt ?? []);
        for (const expiry of expiries) expect(built.expiresAt).toBeLessThanOrEqual(Date.parse(expiry));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a link that has expired already', () => {
  const movie = { mediaType: 'movie', tmdbId: '550' } as const;
  const at = Date.UTC(2026, 10, 23);
  const expired = `https://m.example/1080p.mp4?Expires=${at / 1000 - 60}&Signature=abc&Key-Pair-Id=K`;
  const valid = `https://m.example/720p.mp4?Expires=${at / 1000 + 7200}&Signature=abc&Key-Pair-Id=K`;

  test('is left out and counted, and does not end the lives of the others', () => {
    const built = buildVideoData(
      movie,
      { sources: [{ url: expired }, { url: valid }], subtitles: [{ url: expired, language: 'en' }], poster: expired },
      at,
    );
    expect(built?.data.sources.map(({ url }) => url)).toEqual([valid]);
    expect(built?.data.subtitles).toEqual([]);
    expect(built?.data.poster).toBeUndefined();
    expect(built?.dropped.links).toBe(3);
    expect(built?.expiresAt).toBe(at + 7_200_000);
  });

  test.each([
    ['by a signature', { url: `https://m.example/a.mp4?Expires=${at / 1000 - 6 * 86_400}&Signature=a&Key-Pair-Id=K` }],
    ['by what its provider declared', { url: 'https://m.example/a.mp4', expiresAt: at / 1000 - 6 * 86_400 }],
    ['by a date that its provider declared', { url: 'https://m.example/a.mp4', expiresAt: '2019-11-17T00:00:00Z' }],
    ['since the first moment that can be meant', { url: 'https://m.example/a.mp4', expiresAt: 1_000_000_000 }],
  ])('stays out however long ago it expired, %s', (_how, old) => {
    const sources = [
      { ...old, quality: '1080p' },
      { url: valid, quality: '480p' },
    ];
    const built = buildVideoData(movie, { sources, subtitles: [] }, at);
    expect(built?.data.sources.map(({ url, quality }) => [url, quality])).toEqual([[valid, '480p']]);
    expect(buildVideoData(movie, { sources: [old], subtitles: [] }, at)).toBeUndefined();
  });

  test.each([999_999_999, '1970-01-01T00:00:00Z', '0001-01-01T00:00:00Z'])(
    'is no link whose declared expiry %s was never set',
    (expiresAt) => {
      const built = buildVideoData(
        movie,
        { sources: [{ url: 'https://m.example/a.mp4', expiresAt }], subtitles: [] },
        at,
      );
      expect(built?.data.sources).toHaveLength(1);
      expect(built?.signedWithoutExpiry).toBe(true);
    },
  );

  test('has expired at the millisecond in which it expires', () => {
    const expiring = (expiresAt: number) =>
      buildVideoData(movie, { sources: [{ url: 'https://m.example/a.mp4', expiresAt }], subtitles: [] }, at);
    expect(expiring(at)).toBeUndefined();
    expect(expiring(at + 1)?.expiresAt).toBe(at + 1);
  });

  test('leaves nothing to play where it is the only one', () => {
    expect(buildVideoData(movie, { sources: [{ url: expired }], subtitles: [] }, at)).toBeUndefined();
    const declared = [{ url: 'https://m.example/a.mp4', expiresAt: at / 1000 - 1 }];
    expect(buildVideoData(movie, { sources: declared, subtitles: [] }, at)).toBeUndefined();
  });
});
