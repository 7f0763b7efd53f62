import { expect, test } from '@jest/globals';
import { createStreamClient, type StreamClient, type VideoData } from '../../../client/src/index.ts';
import { answerWith, playPage } from './play-page.ts';

// By an address: its types are a page's, and the project of the tests has none of these.
const { playTitle } = await import(new URL('../../../client/src/play/play-title.ts', import.meta.url).href);

const page = playPage();
const request = { tmdbId: '5', mediaType: 'movie' };

/** A client whose API answers so. */
const clientWith = (getStream: StreamClient['getStream']): StreamClient => ({
  ...createStreamClient({ baseUrl: 'https://api.example' }),
  getStream,
});

test('an answer that comes before the code of the right quality is not replaced by the stale one before it', async () => {
  const [stale, newer] = ['old', 'new'].map((name) => answerWith({ url: `https://a.example/${name}.m3u8` }));
  const playback = playTitle(page.newVideo(), request, {
    client: clientWith(async (_request, options) => {
      queueMicrotask(() => options?.onRefresh?.(newer!));
      return stale as VideoData;
    }),
    hls: async () => page.Hls,
  });
  await page.loaded;
  expect([playback.data, playback.source]).toEqual([newer, newer?.sources[0]]);
  playback.stop();
});

test('the pathways of a foreign manifest are not read as if the API had named them', async () => {
  let asked = 0;
  // Read as the API's, it would have expired in 1999.
  const hls = class extends (page.Hls as new () => object) {
    levels = [{ pathwayId: 'cdn.fastly.eu' }];
    loadLevel = 0;
  };
  const playback = playTitle(page.newVideo(), request, {
    client: clientWith(async () => {
      asked += 1;
      return answerWith();
    }),
    data: answerWith(),
    hls: async () => hls,
  });
  await page.loaded;
  await import(new URL('../../../client/src/play/link-keeper.ts', import.meta.url).href);
  await new Promise((resolve) => setTimeout(resolve, 20));
  playback.stop();
  expect(asked).toBe(0);
});

test('a source that is chosen as the title begins is the one that plays', async () => {
  const data = answerWith();
  const other = { ...data.sources[0]!, id: 'b', url: 'https://b.example/m.m3u8' };
  data.sources.push(other);
  const opened: unknown[] = [];
  const playback = playTitle(page.newVideo(), request, {
    client: createStreamClient({ baseUrl: 'https://api.example' }),
    data,
    hls: async () => page.Hls,
    onSource: ({ id }: { id: string }, { reason }: { reason: string }) => opened.push([id, reason]),
  });
  playback.choose(other);
  await page.loaded;
  playback.stop();
  expect(opened).toEqual([['b', 'chosen']]);
});
