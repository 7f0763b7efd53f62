import { expect, test } from '@jest/globals';
import { readTitle } from '../../web/src/watch/title/read-title.ts';

test.each([
  ['550', { tmdbId: '550' }],
  ['\t 550\u00a0', { tmdbId: '550' }],
  ['0550', { tmdbId: '0550' }],
  ['https://www.themoviedb.org/movie/550-fight-club', { tmdbId: '550', mediaType: 'movie' }],
  ['https://www.themoviedb.org/movie/550', { tmdbId: '550', mediaType: 'movie' }],
  ['http://themoviedb.org/movie/550-fight-club?language=de-DE#cast', { tmdbId: '550', mediaType: 'movie' }],
  ['www.themoviedb.org/pt-BR/movie/550-clube-da-luta', { tmdbId: '550', mediaType: 'movie' }],
  ['https://www.themoviedb.org/de/movie/550/cast', { tmdbId: '550', mediaType: 'movie' }],
  [' HTTPS://WWW.TheMovieDB.org/movie/550 ', { tmdbId: '550', mediaType: 'movie' }],
  ['https://www.themoviedb.org/tv/1396-breaking-bad', { tmdbId: '1396', mediaType: 'tv' }],
  ['https://www.themoviedb.org/tv/1396-breaking-bad/seasons', { tmdbId: '1396', mediaType: 'tv' }],
  ['https://www.themoviedb.org/tv/1396/season/2', { tmdbId: '1396', mediaType: 'tv', season: 2 }],
  [
    'https://www.themoviedb.org/tv/1396/season/0/episode/12',
    { tmdbId: '1396', mediaType: 'tv', season: 0, episode: 12 },
  ],
  [
    'https://www.themoviedb.org/fr/tv/1396-breaking-bad/season/1/episode/1/images?x=1',
    { tmdbId: '1396', mediaType: 'tv', season: 1, episode: 1 },
  ],
  ['movie/550', { tmdbId: '550', mediaType: 'movie' }],
  ['tv:1396:1:2', { tmdbId: '1396', mediaType: 'tv', season: 1, episode: 2 }],
])('%j is understood', (text, title) => {
  expect(readTitle(text)).toEqual(title);
});

test.each([
  ['', /^Enter a number such as 550/],
  ['   ', /^Enter a number/],
  ['Fight Club', /no TMDB id/],
  ['-5', /no TMDB id/],
  ['5.5', /no TMDB id/],
  ['1234567890123', /at most 12 digits/],
  ['tt0137523', /IMDb id/],
  ['https://www.imdb.com/title/tt0137523/', /leads to www\.imdb\.com/],
  ['themoviedb.org.example.com/movie/550', /leads to themoviedb\.org\.example\.com/],
  ['https://www.themoviedb.org/person/287-brad-pitt', /not that of a movie/],
  ['https://www.themoviedb.org/', /not that of a movie/],
  ['https://www.themoviedb.org/movie/top-rated', /not that of a movie/],
  ['https://', /no TMDB id/],
])('%j says why it is not', (text, problem) => {
  expect(readTitle(text)).toEqual({ problem: expect.stringMatching(problem) });
});
