import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Source, Variant } from '../../contract/answer.ts';
import { bestQuality, rank } from '../../contract/rank.ts';
import { QUALITIES } from '../../contract/vocabulary.ts';

const source = (url: string, facts: Partial<Source> = {}): Source => ({
  url,
  id: url,
  quality: 'auto',
  type: 'hls',
  ...facts,
});
const urls = (sources: readonly Source[]) => sources.map(({ url }) => url);

const facts = {
  quality: fc.constantFrom(...QUALITIES),
  height: fc.constantFrom(undefined, 360, 720, 800, 1080),
  bandwidth: fc.constantFrom(undefined, 1_000_000, 5_000_000),
};
const someSources = fc
  .array(fc.record({ ...facts, variants: fc.constantFrom(undefined, [{ quality: '720p', height: 720 }] as Variant[]) }))
  .map((all) =>
    all.map(({ quality, height, bandwidth, variants }, index) =>
      source(`https://a/${index}`, {
        quality,
        ...(height && { height }),
        ...(bandwidth && { bandwidth }),
        ...(variants && quality === 'auto' && { variants }),
      }),
    ),
  );
const order = (a: Source) => [QUALITIES.indexOf(a.quality), -(a.height ?? 0), -(a.bandwidth ?? 0)];

describe('ranking', () => {
  test('class, then height, then bandwidth, then the order given; auto last', () => {
    const given = [
      source('auto'),
      source('720', { quality: '720p' }),
      source('800 lines', { quality: '1080p', height: 800 }),
      source('1080 lines, slow', { quality: '1080p', height: 1080, bandwidth: 1 }),
      source('1080 lines, fast', { quality: '1080p', height: 1080, bandwidth: 2 }),
      source('1080 lines, fast too', { quality: '1080p', height: 1080, bandwidth: 2 }),
      source('4K', { quality: '2160p' }),
    ];
    expect(urls(rank(given))).toEqual([
      '4K',
      '1080 lines, fast',
      '1080 lines, fast too',
      '1080 lines, slow',
      '800 lines',
      '720',
      'auto',
    ]);
  });

  test('adaptive streams are ordered by the top of their ladders, before those of unknown quality', () => {
    const given = [
      source('unknown'),
      source('to 720p', { variants: [{ quality: '720p', height: 720 }] }),
      source('to 1080p', { variants: [{ quality: '1080p', height: 1080 }] }),
    ];
    expect(urls(rank(given))).toEqual(['to 1080p', 'to 720p', 'unknown']);
  });

  test('a permutation, sorted, auto last, and stable', () => {
    fc.assert(
      fc.property(someSources, (given) => {
        const ranked = rank(given);
        expect(urls(ranked).sort()).toEqual(urls(given).sort());
        expect(rank(ranked)).toEqual(ranked);
        const firstAuto = ranked.findIndex(({ quality }) => quality === 'auto');
        if (firstAuto !== -1) expect(ranked.slice(firstAuto).every(({ quality }) => quality === 'auto')).toBe(true);
        for (const [index, next] of ranked.slice(1).entries()) {
          const previous = ranked[index] as Source;
          const [a, b] = [order(previous), order(next)];
          const differs = a.findIndex((value, position) => value !== b[position]);
          if (differs !== -1) expect(a[differs]).toBeLessThan(b[differs] as number);
          else if (!previous.variants && !next.variants)
            expect(given.indexOf(previous)).toBeLessThan(given.indexOf(next));
        }
      }),
    );
  });
});

describe('best quality', () => {
  const best = (...sources: Source[]) => bestQuality(sources);

  test('is the first source’s', () => {
    expect(best(source('a', { quality: '720p' }), source('b', { variants: [{ quality: '1080p' }] }))).toBe('720p');
  });

  test('of adaptive sources alone is the top of their ladders', () => {
    expect(best(source('a', { variants: [{ quality: '720p' }, { quality: '1080p' }] }), source('b'))).toBe('1080p');
    expect(best(source('a'), source('b', { variants: [{ quality: '480p' }] }))).toBe('480p');
  });

  test('is auto where no quality is known', () => {
    expect(best(source('a'))).toBe('auto');
    expect(best(source('a', { variants: [{ quality: 'auto' }] }))).toBe('auto');
  });
});
