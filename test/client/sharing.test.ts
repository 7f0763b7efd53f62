import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createStreamClient, type StreamClient } from '../../client/src/index.ts';
import { MemoryStorage } from './memory-storage.ts';
import { hang, type StreamServer, startStreamServer, success, unavailable, videoData } from './stream-server.ts';

const movie = { tmdbId: '550', mediaType: 'movie' } as const;

let server: StreamServer;
let client: StreamClient;
beforeEach(async () => {
  server = await startStreamServer();
  client = createStreamClient({ baseUrl: server.url, storage: null, attempts: 1 });
});
afterEach(() => server.close());

describe('requests for the same title at the same time', () => {
  test('are one', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => client.getStream(movie)));
    expect(answers).toEqual(Array.from({ length: 5 }, () => videoData()));
    expect(server.calls).toHaveLength(1);
  });

  test('fail together', async () => {
    server.answers(unavailable());
    const outcomes = await Promise.allSettled([client.getStream(movie), client.getStream(movie)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(server.calls).toHaveLength(1);
  });

  test('are two when the titles differ, or when one comes after the other', async () => {
    await Promise.all([client.getStream(movie), client.getStream({ ...movie, tmdbId: '680' })]);
    await client.getStream(movie);
    expect(server.calls).toHaveLength(3);
  });

  test('are not affected by one caller who aborts', async () => {
    const release = holdAnswer();
    const caller = new AbortController();
    const impatient = client.getStream(movie, { signal: caller.signal });
    const patient = client.getStream(movie, { signal: new AbortController().signal });
    const answer = await release;
    caller.abort();
    await expect(impatient).rejects.toMatchObject({ name: 'AbortError' });
    answer();
    await expect(patient).resolves.toEqual(videoData('held'));
    expect(server.calls).toHaveLength(1);
  });

  test('are aborted when the last caller has aborted', async () => {
    const closed = Promise.withResolvers<void>();
    server.answers((_, response) => response.on('close', closed.resolve));
    const callers = [new AbortController(), new AbortController()];
    const answers = callers.map(({ signal }) => client.getStream(movie, { signal }));
    await server.called(1);
    for (const caller of callers) caller.abort();
    await Promise.allSettled(answers);
    await closed.promise;
    server.answers(success(videoData('next')));
    await expect(client.getStream(movie)).resolves.toEqual(videoData('next'));
  });

  test('stay one when a caller aborts and another one joins in the same task', async () => {
    const release = holdAnswer();
    const caller = new AbortController();
    const first = client.getStream(movie, { signal: caller.signal });
    const answer = await release;
    caller.abort();
    const second = client.getStream(movie);
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    answer();
    await expect(second).resolves.toEqual(videoData('held'));
    expect(server.calls).toHaveLength(1);
  });

  async function holdAnswer(): Promise<() => void> {
    const held = Promise.withResolvers<() => void>();
    server.answers((request, response) => held.resolve(() => success(videoData('held'))(request, response)));
    return held.promise;
  }
});

describe('prefetching', () => {
  test('stores a title', async () => {
    client = createStreamClient({ baseUrl: server.url, storage: new MemoryStorage() });
    await client.prefetch(movie);
    await expect(client.getStream(movie)).resolves.toEqual(videoData());
    expect(server.calls).toHaveLength(1);
  });

  test('is shared with a caller who asks before it has ended', async () => {
    const prefetched = client.prefetch(movie);
    await expect(client.getStream(movie)).resolves.toEqual(videoData());
    await prefetched;
    expect(server.calls).toHaveLength(1);
  });

  test('that fails does not reject', async () => {
    server.answers(unavailable());
    await expect(client.prefetch(movie)).resolves.toBeUndefined();
  });

  test('continues when a caller who joined it aborts', async () => {
    server.answers(hang);
    const caller = new AbortController();
    const prefetched = client.prefetch(movie).then(() => 'ended');
    const joined = client.getStream(movie, { signal: caller.signal });
    await server.called(1);
    caller.abort();
    await expect(joined).rejects.toMatchObject({ name: 'AbortError' });
    const later = new Promise((resolve) => setTimeout(resolve, 20, 'still under way'));
    await expect(Promise.race([prefetched, later])).resolves.toBe('still under way');
  });
});

test('a request has its Accept header, its key where there is one, and makes browsers revalidate', async () => {
  const seen: RequestInit[] = [];
  const fetching: typeof fetch = (input, init) => {
    seen.push(init ?? {});
    return fetch(input, init);
  };
  await createStreamClient({ baseUrl: server.url, apiKey: 'k-1', fetch: fetching }).getStream(movie);
  await client.getStream(movie);
  expect(seen[0]).toMatchObject({ cache: 'no-cache' });
  expect(server.headers[0]).toMatchObject({ accept: 'application/json', 'x-api-key': 'k-1' });
  expect(server.headers[1]).not.toHaveProperty('x-api-key');
});
