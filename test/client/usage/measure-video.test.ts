import { getEventListeners } from 'node:events';
import { expect, test } from '@jest/globals';

// By an address: its types are a page's, and the project of the tests has none of these.
const { measureVideo } = await import(new URL('../../../client/src/usage/measure-video.ts', import.meta.url).href);

test('a signal of the page that outlives the titles holds on to none that was stopped', () => {
  const leaving = new AbortController();
  const options = {
    client: { baseUrl: '' },
    request: { tmdbId: '5', mediaType: 'movie' },
    source: { url: 'https://a.example/a.mp4', id: 'a', quality: '720p', type: 'mp4' },
    signal: leaving.signal,
  };
  for (let title = 0; title < 3; title += 1) measureVideo(new EventTarget(), options).stop();
  expect(getEventListeners(leaving.signal, 'abort')).toHaveLength(0);
});
