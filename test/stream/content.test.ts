import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { episodeQuery, movieQuery } from '../../contract/query.ts';
import { type Content, contentKey, contentOf, titleKey } from '../../lambda/stream/content.ts';

const tmdbId = fc.integer({ min: 1, max: 300 }).map(String);
const ordinal = fc.integer({ min: 0, max: 300 });
const content: fc.Arbitrary<Content> = fc.oneof(
  fc.record({ mediaType: fc.constant('movie' as const), tmdbId }),
  fc.record({ mediaType: fc.constant('tv' as const), tmdbId, season: ordinal, episode: ordinal }),
);

describe('content ids', () => {
  test('distinct contents have distinct keys, equal ones the same', () => {
    fc.assert(
      fc.property(content, content, (a, b) => {
        const same = JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
        expect(contentKey(a) === contentKey(b)).toBe(same);
      }),
    );
  });

  test('the numbers of a key cannot run into each other', () => {
    const episode = (season: number, number: number) =>
      contentKey({ mediaType: 'tv', tmdbId: '1', season, episode: number });
    expect(episode(1, 11)).not.toBe(episode(11, 1));
    expect(contentKey({ mediaType: 'movie', tmdbId: '1' })).not.toBe(titleKey({ mediaType: 'tv', tmdbId: '1' }));
  });

  test('season 0 and episode 0 are a season and an episode', () => {
    const special = episodeQuery.parse({ tmdbId: '1396', mediaType: 'tv', season: '0', episode: '0' });
    expect(contentOf(special)).toEqual({ mediaType: 'tv', tmdbId: '1396', season: 0, episode: 0 });
    expect(contentKey(contentOf(special))).toBe('tv:1396:0:0');
  });

  test('a movie’s key carries no season', () => {
    expect(contentKey(contentOf(movieQuery.parse({ tmdbId: '550', mediaType: 'movie', season: '1' })))).toBe(
      'movie:550',
    );
  });
});
