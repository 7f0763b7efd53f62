import { expect, test } from '@jest/globals';
import { type Answering, countsOf, memoryHit, observedHandler } from './observed-handler.ts';

/* A container serves one request at a time today. Nothing of a request may depend on it. */

const FIRST = { sourceIp: '198.51.100.1', tmdbId: '1', requestId: 'first' };
const SECOND = { sourceIp: '198.51.100.2', tmdbId: '2', requestId: 'second' };

const eventOf = ({ sourceIp, tmdbId, requestId }: typeof FIRST) => ({
  multiValueQueryStringParameters: { tmdbId: [tmdbId], mediaType: ['movie'] },
  requestContext: { requestId, identity: { sourceIp, apiKeyId: null } } as never,
});

test('two requests that overlap in one container keep their log lines, headers and metrics apart', async () => {
  const { ask } = observedHandler({ limit: 10 });
  // The cold start, and a first request of the second client: the two have different limits left.
  await ask(eventOf(SECOND));
  const begun = Promise.withResolvers<void>();
  const resumed = Promise.withResolvers<void>();

  const extracting: Answering = async (status, { observer }) => {
    Object.assign(status, { tier: 'provider', outcome: 'failed' });
    observer?.onAttempt?.({ provider: 'one', attempt: 1, durationMs: 5, outcome: 'failed' });
    begun.resolve();
    await resumed.promise;
    observer?.onProvider?.({ provider: 'one', durationMs: 9, outcome: 'unavailable' });
    return { result: 'unavailable', retryAfter: 7 };
  };
  const first = ask(eventOf(FIRST), extracting);
  await begun.promise;
  const answered = await ask(eventOf(SECOND), memoryHit);
  resumed.resolve();
  const failed = await first;

  expect(answered.response).toMatchObject({ statusCode: 200, headers: { 'X-RateLimit-Remaining': '8' } });
  expect(failed.response).toMatchObject({
    statusCode: 503,
    headers: { 'X-RateLimit-Remaining': '9', 'Retry-After': '7' },
  });
  const [hit] = answered.lines;
  expect(hit).toMatchObject({ requestId: 'second', tmdbId: '2', status: 200, cache: { tier: 'memory' } });
  expect(hit).not.toHaveProperty('attempts');
  expect(countsOf(answered.lines)).toEqual({ Requests: 1, CacheMemoryHits: 1, CachedResponseTime: 1 });
  expect(failed.lines.find(({ message }) => message === 'request')).toMatchObject({
    requestId: 'first',
    tmdbId: '1',
    status: 503,
    attempts: [{ provider: 'one', outcome: 'failed' }],
    extractions: [{ provider: 'one', outcome: 'unavailable' }],
  });
  expect(countsOf(failed.lines)).toEqual({
    Requests: 1,
    UnavailableErrors: 1,
    CacheMisses: 1,
    'UpstreamAttempts{one}': 1,
    'UpstreamLatency{one}': 1,
    'UpstreamExtractions{one}': 1,
    'UpstreamFailures{one}': 1,
  });
});
