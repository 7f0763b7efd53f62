import { describe, expect, test } from '@jest/globals';
import type { Lookup } from '../../lambda/cache/tiered-cache.ts';
import type { AttemptEvent, ExtractionObserver, ProviderEvent } from '../../lambda/providers/events.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { ADDRESS, type Answering, countsOf, failing, memoryHit, observedHandler } from './observed-handler.ts';

const query = (parameters: Record<string, string[]>) => ({ multiValueQueryStringParameters: parameters });
/** The events of one provider: an attempt for each of its outcomes, and how it ended. */
function observe(
  { observer }: Lookup<ExtractionObserver>,
  provider: string,
  outcome: ProviderEvent['outcome'],
  attempts: AttemptEvent['outcome'][],
): void {
  for (const [index, each] of attempts.entries()) {
    observer?.onAttempt?.({ provider, attempt: index + 1, durationMs: 7, outcome: each });
  }
  observer?.onProvider?.({ provider, durationMs: 20, outcome });
}

/** A handler that has answered its first request, which counts as the cold start. */
async function warmHandler(options = {}) {
  const observed = observedHandler(options);
  await observed.ask();
  return observed;
}

describe('an ordinary request', () => {
  test('is one line that is both its log and its metrics', async () => {
    const { lines } = await (await warmHandler()).ask();
    expect(lines).toEqual([
      {
        level: 'INFO',
        message: 'request',
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        requestId: 'request-1',
        method: 'GET',
        status: 200,
        responseTime: expect.any(Number),
        mediaType: 'movie',
        tmdbId: '550',
        cache: { tier: 'memory', outcome: 'fresh' },
        client: expect.stringMatching(/^[\w-]{22}$/),
        service: 'stream-api',
        stage: 'unknown',
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            {
              Namespace: 'StreamApi',
              Dimensions: [['service', 'stage']],
              Metrics: [
                { Name: 'Requests', Unit: 'Count' },
                { Name: 'CacheMemoryHits', Unit: 'Count' },
                { Name: 'CachedResponseTime', Unit: 'Milliseconds' },
              ],
            },
          ],
        },
        Requests: 1,
        CacheMemoryHits: 1,
        CachedResponseTime: expect.any(Number),
      },
    ]);
  });

  test('that the sampling leaves out of the log is in the metrics all the same', async () => {
    const { lines } = await (await warmHandler({ logSampling: 0.4, random: () => 0.4 })).ask();
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toHaveProperty('message');
    expect(lines[0]).not.toHaveProperty('client');
    expect(countsOf(lines)).toEqual({ Requests: 1, CacheMemoryHits: 1, CachedResponseTime: 1 });
  });

  test('that the sampling takes is in the log', async () => {
    const { lines } = await (await warmHandler({ logSampling: 0.4, random: () => 0.39 })).ask();
    expect(lines[0]).toMatchObject({ message: 'request', tmdbId: '550' });
  });
});

describe('what a request adds to the metrics', () => {
  test('a cold start is counted once', async () => {
    const observed = observedHandler();
    expect(countsOf((await observed.ask()).lines)).toMatchObject({ Requests: 1, ColdStarts: 1, CacheMemoryHits: 1 });
    expect(countsOf((await observed.ask()).lines)).not.toHaveProperty('ColdStarts');
  });

  test.each([
    [{ tier: 'memory', outcome: 'fresh' }, 'CacheMemoryHits', 'CachedResponseTime'],
    [{ tier: 'table', outcome: 'fresh' }, 'CacheTableHits', 'CachedResponseTime'],
    [{ tier: 'table', outcome: 'stale', refresh: 'under-way' }, 'CacheStaleHits', 'CachedResponseTime'],
    [{ tier: 'provider', outcome: 'extracted', stored: true }, 'CacheMisses', 'UncachedResponseTime'],
  ] as const)('a lookup that was %j counts as %s and %s', async (did, outcome, time) => {
    const { lines } = await (await warmHandler()).ask({}, (status, ...rest) => {
      const answer = memoryHit(status, ...rest);
      Object.assign(status, did);
      return answer;
    });
    expect(countsOf(lines)).toEqual({ Requests: 1, [outcome]: 1, [time]: 1 });
  });

  test('a stored 404 is a negative hit and an error, once each', async () => {
    const life = { storedAt: 0, freshUntil: 60_000, staleUntil: 60_000, generation: 0 };
    const { response, lines } = await (await warmHandler()).ask({}, (status) => {
      Object.assign(status, { tier: 'memory', outcome: 'fresh', negative: true });
      return { result: 'not-found', entry: { kind: 'not-found', ...life } };
    });
    expect(response.statusCode).toBe(404);
    expect(countsOf(lines)).toEqual({ Requests: 1, NotAvailable: 1, CacheNegativeHits: 1, CachedResponseTime: 1 });
  });

  test('trouble on the way is counted beside the answer', async () => {
    const { lines } = await (await warmHandler()).ask({}, (status, ...rest) => {
      const answer = memoryHit(status, ...rest);
      Object.assign(status, {
        tier: 'table',
        outcome: 'stale',
        refresh: 'failed',
        tableErrors: 2,
        purgesUnknown: true,
      });
      return answer;
    });
    expect(countsOf(lines)).toMatchObject({ RefreshesNotStarted: 1, CacheTableErrors: 2, PurgesUnknown: 1 });
  });

  test('a wait for another container is one value of a time', async () => {
    const { lines } = await (await warmHandler()).ask({}, (status, ...rest) => {
      const answer = memoryHit(status, ...rest);
      Object.assign(status, { tier: 'provider', outcome: 'waited', waitedMs: 340 });
      return answer;
    });
    expect(lines[0]).toMatchObject({ LeaseWaitTime: 340, cache: { waitedMs: 340 } });
  });

  test('providers have metrics by their name, with one value for each call', async () => {
    const observed = await warmHandler();
    const { lines } = await observed.ask({}, (status, lookup, content) => {
      observe(lookup, 'first', 'unavailable', ['timeout', 'failed', 'failed']);
      observe(lookup, 'second', 'found', ['answered']);
      observe(lookup, 'third', 'blocked', []);
      const answer = memoryHit(status, lookup, content);
      Object.assign(status, { tier: 'provider', outcome: 'extracted' });
      return answer;
    });
    expect(countsOf(lines)).toEqual({
      Requests: 1,
      CacheMisses: 1,
      UncachedResponseTime: 1,
      'UpstreamExtractions{first}': 1,
      'UpstreamFailures{first}': 1,
      'UpstreamAttempts{first}': 3,
      'UpstreamLatency{first}': 3,
      'UpstreamExtractions{second}': 1,
      'UpstreamFailures{second}': 0,
      'UpstreamAttempts{second}': 1,
      'UpstreamLatency{second}': 1,
      'BreakerOpen{third}': 1,
    });
    const sets = lines.map((line) => Object.keys(line).filter((key) => ['service', 'stage', 'upstream'].includes(key)));
    expect(new Set(sets.flat())).toEqual(new Set(['service', 'stage', 'upstream']));
  });

  test('a client over its limit is counted as that and not as a miss', async () => {
    const observed = observedHandler({ limit: 1 });
    await observed.ask();
    const { response, lines } = await observed.ask();
    expect(response.statusCode).toBe(429);
    expect(countsOf(lines)).toEqual({ Requests: 1, RateLimited: 1 });
  });

  test('a limiter on its own is counted, with its cause in the log', async () => {
    const { lines } = await (await warmHandler({ counterFails: true })).ask();
    expect(countsOf(lines)).toMatchObject({ Requests: 1, LimiterFallbacks: 1 });
    expect(lines[0]).toMatchObject({ limiterFailure: 'ThrottlingException' });
  });

  test('an early timeout is one request, one miss and one 504', async () => {
    const hanging = (): Promise<never> => new Promise(() => undefined);
    const clock = new FakeClock(Date.UTC(2026, 10, 23, 12));
    const { ask } = await warmHandler({ clock });
    const asked = ask({}, hanging, 1_050);
    // Until its timer is set.
    await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(50);
    const { response, lines } = await asked;
    expect(response).toMatchObject({ statusCode: 504, headers: { 'Retry-After': '5' } });
    expect(countsOf(lines)).toEqual({ Requests: 1, TimeoutErrors: 1, CacheMisses: 1, UncachedResponseTime: 1 });
  });

  test('a fault of ours says nothing about the cache', async () => {
    const { lines } = await (await warmHandler()).ask({}, () => {
      throw new TypeError('unforeseen');
    });
    expect(countsOf(lines)).toEqual({ Requests: 1, InternalErrors: 1 });
  });
});

describe('the log of an error', () => {
  test.each([
    [
      query({ tmdbId: ['0550'], mediaType: ['movie'] }),
      400,
      'Validation error',
      { tmdbId: ['0550'], mediaType: ['movie'] },
    ],
    [{ httpMethod: 'POST' }, 405, 'Method not allowed', { tmdbId: ['550'], mediaType: ['movie'] }],
  ])(
    'of %j has time, parameters, type, message, response time and hashed client',
    async (event, status, error, parameters) => {
      const { lines } = await (await warmHandler()).ask(event);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatchObject({
        level: 'WARN',
        timestamp: expect.any(String),
        status,
        error,
        errorMessage: expect.any(String),
        responseTime: expect.any(Number),
        client: expect.stringMatching(/^[\w-]{22}$/),
        parameters,
      });
    },
  );

  test('cuts no character of a parameter in half', async () => {
    const event = query({ tmdbId: [`${'1'.repeat(63)}🎬`], mediaType: ['movie'] });
    const { lines, text } = await (await warmHandler()).ask(event);
    expect(lines[0]).toMatchObject({ status: 400, parameters: { mediaType: ['movie'] } });
    expect(text).not.toMatch(/\\ud[89a-f]/i);
  });

  test('of a provider has its name, attempts and causes', async () => {
    const observed = await warmHandler();
    const { lines } = await observed.ask({}, (...args) => {
      const [, { observer }] = args;
      observer?.onAttempt?.({ provider: 'u', attempt: 1, durationMs: 9, outcome: 'failed', cause: 'HTTP 500' });
      return failing('unavailable')(...args);
    });
    expect(lines[0]).toMatchObject({
      level: 'ERROR',
      status: 503,
      error: 'Service unavailable',
      attempts: [{ provider: 'u', attempt: 1, outcome: 'failed', cause: 'HTTP 500' }],
    });
  });

  test('of a fault of ours has its stack and its causes, without link tokens', async () => {
    const { lines, text } = await (await warmHandler()).ask({}, () => {
      const cause = new Error('GET https://cdn.example/a/b.m3u8?token=hunter2 failed');
      throw new TypeError('at https://user:pass@cdn.example/v/hunter2/x.mp4', { cause });
    });
    expect(lines[0]).toMatchObject({
      level: 'ERROR',
      error: 'Internal server error',
      cause: {
        name: 'TypeError',
        message: 'at https://cdn.example/…',
        stack: expect.stringContaining('request-lines.test.ts'),
        causes: [{ name: 'Error', message: 'GET https://cdn.example/… failed' }],
      },
    });
    expect(text).not.toMatch(/hunter2|user:pass/);
  });

  test.each([
    ['an answer', {}, memoryHit],
    ['a 400', query({ tmdbId: ['x'], mediaType: ['movie'] }), memoryHit],
    ['a 503', {}, failing('unavailable')],
  ])('and of %s holds neither address nor API key nor the event', async (_name, event, how) => {
    const { text } = await observedHandler().ask(event, how);
    expect(text).not.toContain(ADDRESS);
    expect(text).not.toMatch(/a-very-secret-key|X-Forwarded-For|sourceIp/);
  });
});

describe('the response time', () => {
  /** Runs a request whose lookup takes a moment; what it took in there, and in all, as this test measures it. */
  async function timed(how: Answering) {
    const observed = await warmHandler();
    let inside = 0;
    const began = performance.now();
    const answer = await observed.ask({}, async (...args) => {
      const entered = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 20));
      inside = performance.now() - entered;
      return how(...args);
    });
    return { ...answer, least: Math.floor(inside), most: Math.ceil(performance.now() - began) };
  }
  const expectBetween = (value: unknown, least: number, most: number) => {
    expect(value).toBeGreaterThanOrEqual(least);
    expect(value).toBeLessThanOrEqual(most);
  };
  const milliseconds = (text: unknown) => Number(/^(\d+)ms$/.exec(String(text))?.[1]);

  test('of an answer is what it took, in its body, its header, its log line and its metric', async () => {
    const { response, lines, least, most } = await timed(memoryHit);
    expectBetween(milliseconds(JSON.parse(response.body).metadata.responseTime), least, most);
    expectBetween(milliseconds(response.headers!['X-Response-Time']), least, most);
    expectBetween(lines[0]!.responseTime, least, most);
    expectBetween(lines[0]!.CachedResponseTime, least, most);
  });

  test('of a miss is too', async () => {
    const { lines, least, most } = await timed((status, ...rest) => {
      const answer = memoryHit(status, ...rest);
      Object.assign(status, { tier: 'provider', outcome: 'extracted', stored: true });
      return answer;
    });
    expectBetween([lines[0]!.UncachedResponseTime].flat()[0], least, most);
  });

  test('of an error is too', async () => {
    const { response, lines, least, most } = await timed(failing('unavailable'));
    expect(response.statusCode).toBe(503);
    expectBetween(milliseconds(response.headers!['X-Response-Time']), least, most);
    expectBetween(lines[0]!.responseTime, least, most);
  });

  test('is counted from the request and not from the one before', async () => {
    const observed = await warmHandler();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const began = performance.now();
    const { lines } = await observed.ask();
    expectBetween(lines[0]!.responseTime, 0, Math.ceil(performance.now() - began));
  });
});
