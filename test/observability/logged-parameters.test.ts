import { describe, expect, test } from '@jest/globals';
import { loggedParameters } from '../../lambda/observability/logged-parameters.ts';

const logged = (query: Record<string, string[]> | null) => loggedParameters({ multiValueQueryStringParameters: query });

describe('of a refused request the log keeps', () => {
  test.each<[string, Record<string, string[]> | null, Record<string, string[]>]>([
    ['nothing where there was no query', null, {}],
    [
      'what each parameter may hold',
      { tmdbId: ['2147483647'], mediaType: ['tv'], season: ['99999'], episode: ['0'] },
      { tmdbId: ['2147483647'], mediaType: ['tv'], season: ['99999'], episode: ['0'] },
    ],
    ['digits that are no id', { tmdbId: ['0550'], season: ['01'] }, { tmdbId: ['0550'], season: ['01'] }],
    ['an empty value', { tmdbId: [''] }, { tmdbId: [''] }],
    ['a media type in capitals', { mediaType: ['MOVIE'] }, { mediaType: ['MOVIE'] }],
    ['two of many values', { tmdbId: ['1', '2', '3'] }, { tmdbId: ['1', '2'] }],
    ['no parameter that nobody knows', { token: ['hunter2'], tmdbId: ['1'] }, { tmdbId: ['1'] }],
  ])('%s', (_, query, expected) => {
    expect(logged(query)).toEqual(expected);
  });
});

describe('of a value that is none of its parameter, it keeps the beginning at most', () => {
  test.each([
    ['tmdbId', '550-fight-club', '550…'],
    ['tmdbId', '1e3', '1…'],
    ['tmdbId', ' 550', '…'],
    ['tmdbId', 'TOKENabc123', '…'],
    ['tmdbId', 'mailto:bob@example.com', '…'],
    ['tmdbId', '203.0.113.77', '203…'],
    ['tmdbId', '2001:db8::77', '2001…'],
    ['tmdbId', 'h.example/path/TOKEN', '…'],
    ['tmdbId', 'https://user:pass@h.example/?token=hunter2', '…'],
    ['tmdbId', '5500000000000004', '…'],
    ['tmdbId', '12345678901', '…'],
    ['tmdbId', '550\n{"level":"ERROR"}', '550…'],
    ['tmdbId', '٣٤', '…'],
    ['mediaType', 'movies', 'movie…'],
    ['mediaType', 'tv bob@example.com', 'tv…'],
    ['mediaType', 'eyJhbGciOi', '…'],
    ['season', '100000', '…'],
    ['season', '1x', '1…'],
    ['episode', '123456', '…'],
    ['episode', 's01e02', '…'],
  ])('%s=%j as %j', (name, value, kept) => {
    expect(logged({ [name]: [value] })).toEqual({ [name]: [kept] });
  });
});
