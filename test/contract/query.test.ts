import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import validate from '../../contract/generated/extract-event.js';
import { extractQuery } from '../../contract/query.ts';
import { validationDetails } from '../../lambda/middleware/validation-details.ts';

type Query = Record<string, string[] | undefined>;

const refusals = (query: Query): Record<string, string> => {
  validate({ multiValueQueryStringParameters: query });
  return Object.fromEntries(validationDetails(validate.errors).map(({ field, message }) => [field, message]));
};

describe('the validator of a request', () => {
  test.each<[string, Query]>([
    ['a movie', { tmdbId: ['550'], mediaType: ['movie'] }],
    ['the highest id there can be', { tmdbId: ['2147483647'], mediaType: ['movie'] }],
    ['season 0 and episode 0', { tmdbId: ['1396'], mediaType: ['tv'], season: ['0'], episode: ['0'] }],
    ['a movie with a season, which means nothing there', { tmdbId: ['550'], mediaType: ['movie'], season: ['x'] }],
    ['parameters nobody knows', { tmdbId: ['550'], mediaType: ['movie'], cb: ['1', '2'] }],
  ])('lets %s through', (_name, query) => {
    expect(validate({ multiValueQueryStringParameters: query })).toBe(true);
  });

  test.each<[string, Query, Record<string, unknown>]>([
    ['nothing', {}, { tmdbId: 'is required', mediaType: 'is required' }],
    ['no mediaType', { tmdbId: ['550'] }, { mediaType: 'is required' }],
    [
      'a TV request without season and episode',
      { tmdbId: ['1396'], mediaType: ['tv'] },
      { season: 'is required when mediaType is tv', episode: 'is required when mediaType is tv' },
    ],
    [
      'a TV request without episode',
      { tmdbId: ['1396'], mediaType: ['tv'], season: ['1'] },
      { episode: 'is required when mediaType is tv' },
    ],
    ['a leading zero', { tmdbId: ['0550'], mediaType: ['movie'] }, { tmdbId: expect.stringContaining('TMDB id') }],
    ['an exponent', { tmdbId: ['1e3'], mediaType: ['movie'] }, { tmdbId: expect.stringContaining('TMDB id') }],
    ['a hexadecimal id', { tmdbId: ['0x10'], mediaType: ['movie'] }, { tmdbId: expect.stringContaining('TMDB id') }],
    ['a slug', { tmdbId: ['550-fight-club'], mediaType: ['movie'] }, { tmdbId: expect.stringContaining('TMDB id') }],
    ['spaces', { tmdbId: [' 5 '], mediaType: ['movie'] }, { tmdbId: expect.stringContaining('TMDB id') }],
    ['zero', { tmdbId: ['0'], mediaType: ['movie'] }, { tmdbId: expect.stringContaining('TMDB id') }],
    ['an id that TMDB cannot hold', { tmdbId: ['2147483648'], mediaType: ['movie'] }, { tmdbId: expect.any(String) }],
    ['an empty id', { tmdbId: [''], mediaType: ['movie'] }, { tmdbId: expect.any(String) }],
    ['a line break after the id', { tmdbId: ['550\n'], mediaType: ['movie'] }, { tmdbId: expect.any(String) }],
    ['an id given twice', { tmdbId: ['550', '550'], mediaType: ['movie'] }, { tmdbId: 'must be given once' }],
    [
      'a season given twice, on a movie too',
      { tmdbId: ['550'], mediaType: ['movie'], season: ['1', '2'] },
      { season: 'must be given once' },
    ],
    ['a mediaType nobody knows', { tmdbId: ['550'], mediaType: ['Movie'] }, { mediaType: 'must be movie or tv' }],
    [
      'an empty season and a padded episode',
      { tmdbId: ['1396'], mediaType: ['tv'], season: [''], episode: ['01'] },
      { season: expect.stringContaining('season number'), episode: expect.stringContaining('episode number') },
    ],
  ])('refuses %s and names just that', (_name, query, details) => {
    expect(validate({ multiValueQueryStringParameters: query })).toBe(false);
    expect(refusals(query)).toEqual(details);
  });

  const isValidId = (id: number) =>
    validate({ multiValueQueryStringParameters: { tmdbId: [String(id)], mediaType: ['movie'] } });

  test('bounds the id where TMDB does, whatever its digits are', () => {
    // Above and below every id that shares its first digits with the bound, and at every power of ten.
    const bound = 2_147_483_647;
    const powers = Array.from({ length: 11 }, (_, digits) => 10 ** digits);
    const edges = powers.flatMap((power) => [power, bound - (bound % power), bound - (bound % power) + power]);
    for (const edge of edges.flatMap((each) => [each - 1, each, each + 1])) {
      expect([edge, isValidId(edge)]).toEqual([edge, edge >= 1 && edge <= bound]);
    }
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999_999 }), (id) => isValidId(id) === (id >= 1 && id <= bound)),
    );
    fc.assert(
      fc.property(fc.integer({ min: bound - 5_000, max: bound + 5_000 }), (id) => isValidId(id) === id <= bound),
    );
  });

  test.each(['season', 'episode'])('bounds a %s at five digits', (name) => {
    const other = name === 'season' ? 'episode' : 'season';
    const valid = (value: string) =>
      validate({
        multiValueQueryStringParameters: { tmdbId: ['1396'], mediaType: ['tv'], [other]: ['1'], [name]: [value] },
      });
    for (const value of ['0', '1', '9', '10', '99999']) expect([value, valid(value)]).toEqual([value, true]);
    for (const value of ['', '00', '01', '-1', '1.0', '100000', '１', 'a'])
      expect([value, valid(value)]).toEqual([value, false]);
  });

  test('agrees with the Zod schema it was compiled from', () => {
    const digits = fc.oneof(
      fc.nat({ max: 3_000_000_000 }).map(String),
      fc.constantFrom('0', '00', '1e3', '', ' 1', '１', '2147483647', '2147483648', '99999', '100000'),
      fc.string({ maxLength: 12 }),
    );
    const query = fc.record({
      tmdbId: digits,
      mediaType: fc.constantFrom('movie', 'tv', 'TV', ''),
      season: digits,
      episode: digits,
    });
    fc.assert(
      fc.property(query, (values) => {
        const lists = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));
        expect(validate({ multiValueQueryStringParameters: lists })).toBe(extractQuery.safeParse(values).success);
      }),
      { numRuns: 2_000 },
    );
  });
});
