import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Root } from 'react-dom/client';
import { createStreamClient, type StreamClient } from '../../../client/src/index.ts';
import type { StreamExtraction } from '../../../client/src/react/use-stream-extraction.ts';
import { failure, type StreamServer, startStreamServer, success, unavailable, videoData } from '../stream-server.ts';
import { type ReactPage, startReactPage } from './react-page.ts';

let page: ReactPage;
let useStreamExtraction: typeof import('../../../client/src/react/use-stream-extraction.ts').useStreamExtraction;
beforeAll(async () => {
  page = await startReactPage();
  ({ useStreamExtraction } = await import('../../../client/src/react/use-stream-extraction.ts'));
});
afterAll(() => page.close());

let server: StreamServer;
let client: StreamClient;
let root: Root;
let shown: StreamExtraction[];
let seen: number;
beforeEach(async () => {
  server = await startStreamServer();
  client = createStreamClient({ baseUrl: server.url, storage: null, attempts: 1 });
  root = page.newRoot();
  shown = [];
  seen = 0;
  page.flushSync(() => root.render(page.react.createElement(Page)));
});
afterEach(async () => {
  page.flushSync(() => root.unmount());
  await server.close();
});

function Page() {
  shown.push(useStreamExtraction({ client }));
  return null;
}

const latest = (): StreamExtraction => shown.at(-1)!;
/** Waits for some seconds at most until React has shown this, at a render after those that were waited for before. */
async function shows(expected: Omit<StreamExtraction, 'extract'>): Promise<void> {
  for (let looks = 0; looks < 2000; looks += 1) {
    const index = shown.findIndex(({ extract: _, ...state }, at) => at >= seen && isDeepStrictEqual(state, expected));
    if (index >= 0) {
      seen = index;
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  expect(shown.slice(seen)).toContainEqual(expected);
}

test('it shows nothing, then loading, then the data, which the call returns too', async () => {
  await shows({ loading: false, error: null, data: null });
  const call = latest().extract('1396', 'tv', 0, 1);
  await shows({ loading: true, error: null, data: null });
  expect(await call).toEqual(videoData());
  await shows({ loading: false, error: null, data: videoData() });
  expect(server.calls).toEqual(['/api/stream/extract?tmdbId=1396&mediaType=tv&season=0&episode=1']);
});

test.each([
  ['not found', failure(404, { error: 'Extraction failed', message: 'No sources.', retryable: false }), 'No sources.'],
  ['unavailable', unavailable(), 'Try again shortly.'],
])('it asks again after a title was %s', async (_, failing, message) => {
  server.answers(failing, success());
  expect(await latest().extract('603', 'movie')).toBeUndefined();
  await shows({ loading: false, error: message, data: null });
  const again = latest().extract('603', 'movie');
  await shows({ loading: true, error: null, data: null });
  expect(await again).toEqual(videoData());
  await shows({ loading: false, error: null, data: videoData() });
  expect(server.calls).toHaveLength(2);
});

test('it never shows the sources of one title for another, however late they are', async () => {
  const held = Promise.withResolvers<void>();
  server.answers(
    async (request, response) => {
      await held.promise;
      success(videoData('first'))(request, response);
    },
    success(videoData('second')),
    failure(404, { error: 'Extraction failed', message: 'No.', retryable: false }),
  );
  const first = latest().extract('1', 'movie');
  await server.called(1);
  expect(await latest().extract('2', 'movie')).toEqual(videoData('second'));
  held.resolve();
  expect(await first).toBeUndefined();
  await shows({ loading: false, error: null, data: videoData('second') });
  await latest().extract('3', 'movie');
  await shows({ loading: false, error: 'No.', data: null });
});

test('it keeps the data of a title that is asked for again', async () => {
  await latest().extract(550, 'movie');
  const again = latest().extract('550', 'movie');
  await shows({ loading: true, error: null, data: videoData() });
  await again;
});

test('its function is the same at every render, for effects that depend on it', async () => {
  await latest().extract('550', 'movie');
  expect(new Set(shown.map(({ extract }) => extract)).size).toBe(1);
});
