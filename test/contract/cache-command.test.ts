import { expect, test } from '@jest/globals';
import validate from '../../contract/generated/cache-command.js';

const movie = { mediaType: 'movie', tmdbId: '550' };
const episode = { mediaType: 'tv', tmdbId: '1396', season: 0, episode: 99_999 };

test.each<[unknown]>([
  [{ action: 'show', content: movie }],
  [{ action: 'show', content: episode }],
  [{ action: 'purge', scope: { content: movie } }],
  [{ action: 'purge', scope: { content: episode } }],
  [{ action: 'purge', scope: { title: movie } }],
  [{ action: 'purge', scope: { title: { mediaType: 'tv', tmdbId: '2147483647' } } }],
  [{ action: 'purge', scope: { all: true } }],
])('the cache function takes %j', (command) => {
  expect(validate(command)).toBe(true);
});

test.each<[unknown]>([
  [{}],
  [{ action: 'forget', scope: { all: true } }],
  [{ action: 'show' }],
  [{ action: 'show', content: { ...movie, season: 1 } }],
  [{ action: 'show', content: { mediaType: 'tv', tmdbId: '1396' } }],
  [{ action: 'show', content: { ...episode, season: -1 } }],
  [{ action: 'show', content: { ...episode, episode: 100_000 } }],
  [{ action: 'show', content: { ...episode, season: '1' } }],
  [{ action: 'show', content: { ...movie, tmdbId: 550 } }],
  [{ action: 'show', content: { ...movie, tmdbId: '2147483648' } }],
  [{ action: 'purge' }],
  [{ action: 'purge', scope: {} }],
  [{ action: 'purge', scope: { all: false } }],
  [{ action: 'purge', scope: { all: 'true' } }],
  [{ action: 'purge', scope: { all: true, title: movie } }],
  [{ action: 'purge', scope: { title: episode } }],
  [{ action: 'purge', scope: { all: true }, force: true }],
])('and refuses %j', (command) => {
  expect(validate(command)).toBe(false);
});
