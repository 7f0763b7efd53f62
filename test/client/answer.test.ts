import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createStreamClient, type StreamAnswer, type StreamClientOptions } from '../../client/src/index.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { MemoryStorage } from './memory-storage.ts';
import { failure, type StreamServer, startStreamServer, success, videoData } from './stream-server.ts';

const movie = { tmdbId: '550', mediaType: 'movie' } as const;
const metadata = {
  tmdbId: '550',
  mediaType: 'movie',
  sourceCount: 1,
  subtitleCount: 0,
  bestQuality: '1080p',
  responseTime: '12ms',
};

let server: StreamServer;
let clock: FakeClock;
let storage: MemoryStorage;
beforeEach(async () => {
  server = await startStreamServer();
  clock = new FakeClock();
  storage = new MemoryStorage();
});
afterEach(() => server.close());

/** A page that is loaded: a new client over the same storage. */
const page = (options: StreamClientOptions = {}) =>
  createStreamClient({ baseUrl: server.url, clock, storage, attempts: 1, ...options });

const answering = (headers: Record<string, string>, data = videoData()) =>
  failure(200, { success: true, data, metadata }, { 'Cache-Control': 'private, max-age=600', ...headers });

describe('getAnswer', () => {
  test('returns the data with metadata, request id and rate limit', async () => {
    server.answers(
      answering({
        'x-amzn-RequestId': 'r-1',
        'X-RateLimit-Limit': '100',
        'X-RateLimit-Remaining': '99',
        'X-RateLimit-Reset': '1767225660',
        'Cache-Status': 'stream-api; fwd=miss; stored',
      }),
    );
    const sent = clock.now();
    expect(await page().getAnswer(movie)).toEqual({
      data: videoData(),
      metadata,
      requestId: 'r-1',
      rateLimit: { limit: 100, remaining: 99, resetAt: new Date('2026-01-01T00:01:00Z') },
      fromCache: false,
      freshUntil: new Date(sent + 600_000),
    });
  });

  test('returns what is stored on the device, for which no request counted', async () => {
    server.answers(answering({ 'x-amzn-RequestId': 'r-1', 'X-RateLimit-Limit': '100' }));
    const first = await page().getAnswer(movie);
    const second = await page().getAnswer(movie);
    expect(second).toEqual({ ...first, rateLimit: undefined, fromCache: 'device' });
    expect(server.calls).toHaveLength(1);
  });

  test('asks the API where an earlier version stored the data alone', async () => {
    server.answers(answering({}));
    await page().getAnswer(movie);
    for (const name of [...storage.items.keys()]) {
      const { metadata: _, ...rest } = JSON.parse(storage.getItem(name)!);
      storage.setItem(name, JSON.stringify(rest));
    }
    await page().getStream(movie);
    expect(server.calls).toHaveLength(1);
    expect(await page().getAnswer(movie)).toMatchObject({ metadata, fromCache: false });
    expect(server.calls).toHaveLength(2);
  });

  test.each([
    ['stream-api; hit; ttl=1200; detail=memory', 'api'],
    ['stream-api; hit; ttl=-5; detail=table', 'api'],
    ['edge; fwd=miss, stream-api;hit', 'api'],
    ['stream-api; fwd=miss; collapsed', false],
    ['stream-api; fwd=miss; detail=hitless', false],
    ['', false],
  ])('reads from Cache-Status (%s) whether the API had it in its cache', async (status, fromCache) => {
    server.answers(answering(status ? { 'Cache-Status': status } : {}));
    expect((await page({ storage: null }).getAnswer(movie)).fromCache).toBe(fromCache);
  });

  test.each([
    ['none of the headers', {}],
    ['one missing', { 'X-RateLimit-Limit': '100', 'X-RateLimit-Remaining': '99' }],
    ['words', { 'X-RateLimit-Limit': 'many', 'X-RateLimit-Remaining': '99', 'X-RateLimit-Reset': '1767225660' }],
  ])('has no rate limit from %s', async (_, headers) => {
    server.answers(answering(headers));
    expect((await page().getAnswer(movie)).rateLimit).toBeUndefined();
  });

  test('is not fresh for any time when it must not be stored', async () => {
    server.answers(answering({ 'Cache-Control': 'no-store' }));
    expect((await page().getAnswer(movie)).freshUntil).toBeUndefined();
    expect(storage.length).toBe(0);
  });

  test('shares its request with getStream, and its store', async () => {
    server.answers(answering({}));
    const client = page();
    const [data, answer] = await Promise.all([client.getStream(movie), client.getAnswer(movie)]);
    expect(answer.data).toBe(data);
    await client.getStream(movie);
    expect(server.calls).toHaveLength(1);
  });

  test('returns a stale answer at once, and its newer one to onRefresh', async () => {
    server.answers(success(videoData('old')), answering({ 'x-amzn-RequestId': 'r-2' }, videoData('new')));
    await page().getAnswer(movie);
    await clock.advance(31 * 60_000);
    const newer = Promise.withResolvers<StreamAnswer>();
    const stale = await page().getAnswer(movie, { onRefresh: newer.resolve });
    expect(stale).toMatchObject({ data: videoData('old'), fromCache: 'device' });
    expect(await newer.promise).toMatchObject({ data: videoData('new'), requestId: 'r-2', fromCache: false });
  });

  test('is sent again for a reload, and rejects with the reason of its signal', async () => {
    await page().getAnswer(movie);
    await page().getAnswer(movie, { reload: true });
    expect(server.calls).toHaveLength(2);
    await expect(page().getAnswer(movie, { signal: AbortSignal.abort('left') })).rejects.toBe('left');
  });
});
