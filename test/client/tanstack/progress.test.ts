import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { QueryClient } from '@tanstack/query-core';
import { createStreamClient } from '../../../client/src/index.ts';
import { streamOptions } from '../../../client/src/tanstack/stream-options.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { type LiveServer, startLiveServer } from '../live/live-server.ts';
import { type StreamServer, startStreamServer, success, videoData } from '../stream-server.ts';

const movie = { tmdbId: '550', mediaType: 'movie' } as const;

let api: StreamServer;
let live: LiveServer;
beforeEach(async () => {
  [api, live] = [await startStreamServer(), await startLiveServer()];
});
afterEach(async () => {
  await live.close();
  await api.close();
});

test('a query reports its progress, and ends the connection with its answer', async () => {
  const clock = new FakeClock();
  const answer = Promise.withResolvers<void>();
  api.answers(async (request, response) => {
    await answer.promise;
    success()(request, response);
  });
  const client = createStreamClient({ baseUrl: api.url, liveUrl: live.url, storage: null, clock });
  const seen = Promise.withResolvers<number>();
  const options = streamOptions(client, movie, { onProgress: ({ seq }) => seen.resolve(seq) });
  const queries = new QueryClient();
  const data = queries.fetchQuery(options);
  await clock.advance(700);
  const connection = await live.connected(1);
  connection.send({
    type: 'progress',
    title: movie,
    seq: 4,
    steps: [{ provider: 'Main library', state: 'asked', ms: 0 }],
  });
  expect(await seen.promise).toBe(4);
  answer.resolve();
  expect(await data).toMatchObject(videoData());
  await connection.closed;
  queries.clear();
});
