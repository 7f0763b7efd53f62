import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { dehydrate, hydrate, QueryClient, QueryObserver } from '@tanstack/query-core';
import {
  createStreamClient,
  type StreamClient,
  type StreamRequest,
  type VideoData,
} from '../../../client/src/index.ts';
import { streamOptions } from '../../../client/src/tanstack/stream-options.ts';
import { ImpatientClock } from '../impatient-clock.ts';
import { MemoryStorage } from '../memory-storage.ts';
import {
  failure,
  hang,
  type StreamServer,
  startStreamServer,
  success,
  unavailable,
  videoData,
} from '../stream-server.ts';

const movie = { tmdbId: '550', mediaType: 'movie' } as const;

let server: StreamServer;
let storage: MemoryStorage;
let client: StreamClient;
let queries: QueryClient;
let stops: (() => void)[];
beforeEach(async () => {
  server = await startStreamServer();
  storage = new MemoryStorage();
  client = createStreamClient({ baseUrl: server.url, storage, attempts: 1 });
  queries = new QueryClient();
  queries.mount();
  stops = [];
});
afterEach(async () => {
  for (const stop of stops) stop();
  queries.clear();
  queries.unmount();
  await server.close();
});

/** Shows a title as a component does, which TanStack Query calls an observer. */
function show(request: StreamRequest = movie, of = client) {
  const observer = new QueryObserver(queries, streamOptions(of, request));
  stops.push(observer.subscribe(() => undefined));
  return observer;
}

type Shown = ReturnType<typeof show>;

/** Resolves when what is shown fulfils a condition. */
const until = (observer: Shown, isMet: (result: ReturnType<Shown['getCurrentResult']>) => boolean) =>
  new Promise<ReturnType<Shown['getCurrentResult']>>((resolve) => {
    const look = () => {
      const result = observer.getCurrentResult();
      if (isMet(result)) resolve(result);
    };
    stops.push(observer.subscribe(look));
    look();
  });
const settled = (observer: Shown) => until(observer, ({ fetchStatus }) => fetchStatus === 'idle');

describe('a failing title', () => {
  test('costs one request, when its failure lasts', async () => {
    server.answers(failure(404, { error: 'Extraction failed', message: 'No.', retryable: false }));
    const { status, error, failureCount } = await settled(show());
    expect([status, error?.code, failureCount]).toEqual(['error', 'Extraction failed', 1]);
    expect(server.calls).toHaveLength(1);
  });

  test("costs the client's attempts and no more, when it is transient", async () => {
    server.answers(unavailable());
    const clock = new ImpatientClock();
    const patient = createStreamClient({ baseUrl: server.url, storage: null, clock });
    const { status, error } = await settled(show(movie, patient));
    expect([status, error?.status]).toEqual(['error', 503]);
    expect(server.calls).toHaveLength(3);
    expect(clock.waits).toHaveLength(2);
  });
});

describe('an answer', () => {
  test('is the data alone, and is not asked for again while it is fresh', async () => {
    const { data } = await settled(show());
    expect(data).toEqual(videoData());
    storage.items.clear();
    const again = await settled(show());
    expect(again).toMatchObject({ data: videoData(), isStale: false });
    await queries.prefetchQuery(streamOptions(client, movie));
    expect(server.calls).toHaveLength(1);
  });

  test('is fresh for as long as the API allows, less its age', async () => {
    const clock = new ImpatientClock();
    client = createStreamClient({ baseUrl: server.url, storage: null, clock });
    server.answers(success(videoData(), { 'Cache-Control': 'private, max-age=600', Age: '590' }));
    const options = streamOptions(client, movie);
    const data = await queries.fetchQuery(options);
    expect(data).toEqual({ ...videoData(), freshUntil: clock.now() + 10_000 });
    expect(options.staleTime({ state: { data, dataUpdatedAt: clock.now() } })).toBe(10_000);
    expect(options.staleTime({ state: { data, dataUpdatedAt: clock.now() + 20_000 } })).toBe(0);
    expect(options.staleTime({ state: { data: undefined, dataUpdatedAt: 0 } })).toBe(0);
  });

  test('is fresh no longer than its links', async () => {
    const expiresAt = new Date(Date.now() + 90_000).toISOString();
    server.answers(success(videoData('signed', { expiresAt })));
    const { freshUntil } = await queries.fetchQuery(streamOptions(client, movie));
    expect(freshUntil).toBe(Date.parse(expiresAt) - 60_000);
  });

  test('that must not be stored is stale at once, so that another page of the site asks again', async () => {
    server.answers(success(videoData('one'), { 'Cache-Control': 'no-store' }), success(videoData('two')));
    expect(await settled(show())).toMatchObject({ data: videoData('one'), isStale: true });
    await until(show(), ({ data }) => data?.sources[0]?.url === videoData('two').sources[0]?.url);
    expect(server.calls).toHaveLength(2);
  });

  test('keeps its object when a later one is equal, so that a player does not reload', async () => {
    const observer = show();
    const { data } = await settled(observer);
    server.answers(success(videoData(), { 'Cache-Control': 'private, max-age=60' }));
    const later = await observer.refetch();
    expect(server.calls).toHaveLength(2);
    expect(later.data).toBe(data);
  });

  test('is fresh in a browser that gets it from a server', async () => {
    await queries.prefetchQuery(streamOptions(client, movie));
    const state = JSON.parse(JSON.stringify(dehydrate(queries)));
    queries.clear();
    hydrate(queries, state);
    expect(await settled(show())).toMatchObject({ data: videoData(), isStale: false });
    expect(server.calls).toHaveLength(1);
  });
});

describe('a query', () => {
  test('without data uses what is stored on the device', async () => {
    await client.prefetch(movie);
    expect((await settled(show())).data).toEqual(videoData());
    expect(server.calls).toHaveLength(1);
  });

  test('that is refetched or invalidated asks the API, although the device has an answer', async () => {
    server.answers(success(videoData('old')), success(videoData('new')), success(videoData('newest')));
    const observer = show();
    await settled(observer);
    expect((await observer.refetch()).data).toEqual(videoData('new'));
    await queries.invalidateQueries({ queryKey: ['@stream-api/client', client.baseUrl] });
    expect(observer.getCurrentResult().data).toEqual(videoData('newest'));
  });

  test('shows a stale answer of the device at once, and then the newer one', async () => {
    const name = `@stream-api/client:1:${server.url}?tmdbId=550&mediaType=movie`;
    const now = Date.now();
    const life = { storedAt: now - 60_000, freshUntil: now - 1000, staleUntil: now + 600_000 };
    storage.setItem(name, JSON.stringify({ data: videoData('stale'), metadata: {}, life, clockOffset: 0 }));
    server.answers(success(videoData('newer')));
    const observer = show();
    const shown: (VideoData | undefined)[] = [];
    await until(observer, ({ data }) => {
      shown.push(data);
      return data?.sources[0]?.url === videoData('newer').sources[0]?.url;
    });
    expect(shown).toContainEqual(videoData('stale'));
    expect(server.calls).toHaveLength(1);
  });

  test('is aborted when nobody shows it any more', async () => {
    const closed = Promise.withResolvers<void>();
    server.answers((request, response) => {
      response.on('close', closed.resolve);
      hang(request, response);
    });
    const observer = new QueryObserver(queries, streamOptions(client, movie));
    const leave = observer.subscribe(() => undefined);
    await server.called(1);
    leave();
    await closed.promise;
    expect(queries.getQueryState(streamOptions(client, movie).queryKey)?.fetchStatus).toBe('idle');
  });

  test('has one key for each title and API, whatever form its values have', () => {
    const keyOf = (request: StreamRequest, of = client) => JSON.stringify(streamOptions(of, request).queryKey);
    const episode = { tmdbId: '550', mediaType: 'tv', season: 0, episode: 1 } as const;
    expect(keyOf({ ...movie, tmdbId: 550, season: 1 })).toBe(keyOf(movie));
    const other = createStreamClient({ baseUrl: '/other' });
    const keys = [keyOf(movie), keyOf(episode), keyOf({ ...episode, season: 1 }), keyOf(movie, other)];
    expect(new Set(keys).size).toBe(4);
  });
});
