import { expect, test } from '@jest/globals';
import { createStreamClient } from '../../../client/src/index.ts';
import { answerWith, playPage } from './play-page.ts';

// By an address: its types are a page's, and the project of the tests has none of these.
const { playTitle } = await import(new URL('../../../client/src/play/play-title.ts', import.meta.url).href);

const page = playPage();
const request = { tmdbId: '5', mediaType: 'movie' };
const client = createStreamClient({ baseUrl: 'https://api.example' });
const slip = new Error('a slip of the page');
const throwing = () => {
  throw slip;
};

test.each(['measure', 'onSource'] as const)('%s that throws leaves no player behind after stop', async (callback) => {
  const failed = Promise.withResolvers<void>();
  const playback = playTitle(page.newVideo(), request, {
    client,
    data: answerWith(),
    hls: async () => page.Hls,
    onError: () => failed.resolve(),
    [callback]: throwing,
  });
  await Promise.race([page.loaded, failed.promise]);
  expect([page.living.size, playback.source?.id]).toEqual([1, 'a']);
  playback.stop();
  expect(page.living.size).toBe(0);
  expect(page.reported).toEqual([slip]);
});

test('onError that throws is reported, as any other slip of the page', async () => {
  const thrown = Promise.withResolvers<void>();
  playTitle(page.newVideo(), request, {
    client,
    data: answerWith({ browser: false }),
    onError: () => {
      thrown.resolve();
      throwing();
    },
  });
  await thrown.promise;
  expect(page.reported).toEqual([slip]);
});

test('a title that its page stops as a player is made leaves no player behind', async () => {
  const made = Promise.withResolvers<void>();
  const playback = playTitle(page.newVideo(), request, {
    client,
    data: answerWith(),
    hls: async () => page.Hls,
    measure: () => {
      playback.stop();
      made.resolve();
    },
  });
  await made.promise;
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(page.living.size).toBe(0);
});
