import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Root } from 'react-dom/client';
import { createStreamClient, type StreamClient, type StreamRequest } from '../../../client/src/index.ts';
import type { Stream } from '../../../client/src/react/use-stream.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { CountingClock } from '../live/counting-clock.ts';
import { type LiveServer, startLiveServer } from '../live/live-server.ts';
import { type StreamServer, startStreamServer, success, videoData } from '../stream-server.ts';
import { type ReactPage, startReactPage } from './react-page.ts';

const movie = { tmdbId: '550', mediaType: 'movie' } as const;
const steps = [{ provider: 'Main library', state: 'asked' as const, ms: 0 }];

let page: ReactPage;
let useStream: typeof import('../../../client/src/react/use-stream.ts').useStream;
beforeAll(async () => {
  page = await startReactPage();
  ({ useStream } = await import('../../../client/src/react/use-stream.ts'));
});
afterAll(() => page.close());

let api: StreamServer;
let live: LiveServer;
let clock: CountingClock;
let client: StreamClient;
let root: Root;
let shown: Stream[];
let answer: PromiseWithResolvers<void>;
beforeEach(async () => {
  [api, live] = [await startStreamServer(), await startLiveServer()];
  clock = new CountingClock(new FakeClock());
  client = createStreamClient({ baseUrl: api.url, liveUrl: live.url, storage: null, attempts: 1, clock });
  root = page.newRoot();
  shown = [];
  answer = Promise.withResolvers();
  api.answers(async (request, response) => {
    await answer.promise;
    success()(request, response);
  });
});
afterEach(async () => {
  page.flushSync(() => root.unmount());
  answer.resolve();
  await live.close();
  await api.close();
});

function Title({ request }: { request: StreamRequest }) {
  shown.push(useStream(request, { client, clock }));
  return null;
}

/** Under StrictMode effects run, are undone, and run again. */
const show = (request: StreamRequest) =>
  page.flushSync(() =>
    root.render(page.react.createElement(page.react.StrictMode, null, page.react.createElement(Title, { request }))),
  );

async function until(isShown: (stream: Stream) => boolean): Promise<Stream> {
  while (!isShown(shown.at(-1)!)) await new Promise((resolve) => setTimeout(resolve, 1));
  return shown.at(-1)!;
}

async function connected() {
  await clock.advance(700);
  const connection = await live.connected(1);
  await live.received(connection, 1);
  return connection;
}

describe('the progress of useStream', () => {
  test('is there while a slow answer is awaited, over one connection under StrictMode, and removed with the answer', async () => {
    show(movie);
    const connection = await connected();
    connection.send({ type: 'progress', title: movie, seq: 3, steps });
    expect(await until(({ progress }) => progress !== undefined)).toMatchObject({
      loading: true,
      data: undefined,
      progress: { seq: 3, steps },
    });
    answer.resolve();
    expect(await until(({ loading }) => !loading)).toMatchObject({ data: videoData(), progress: undefined });
    await connection.closed;
    expect(live.connections).toHaveLength(1);
  });

  test('costs no connection for a quick answer', async () => {
    answer.resolve();
    show(movie);
    await until(({ loading }) => !loading);
    await clock.advance(5_000);
    expect(live.connections).toHaveLength(0);
  });

  test('ends with the component, which leaves neither a connection nor a timer behind', async () => {
    show(movie);
    const connection = await connected();
    page.flushSync(() => root.unmount());
    await connection.closed;
    await clock.advance(0);
    expect(clock.waiting).toBe(0);
    root = page.newRoot();
  });

  test('is never that of another title', async () => {
    show(movie);
    const connection = await connected();
    connection.send({ type: 'progress', title: movie, seq: 3, steps });
    await until(({ progress }) => progress !== undefined);
    show({ ...movie, tmdbId: '680' });
    expect(shown.at(-1)).toMatchObject({ loading: true, progress: undefined });
  });
});
