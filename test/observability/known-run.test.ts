import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { MetricsAnswer, SeriesAnswer } from '../../contract/local/metrics.ts';
import { startLocalStack } from '../support/local-stack.ts';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { countsOf } from './observed-handler.ts';

/*
 * A known run of requests on the local stack, the deployed bundle in its containers: the metrics must count it exactly,
 * in the functions' lines and in the view that is made of them.
 */

type Stack = Awaited<ReturnType<typeof startLocalStack>>;

let stack: Stack;
let provider: ProviderService;

const PROVIDER = 'extractor-url';
/** The second leads to where no manifest is fetched from. */
const movie = {
  sources: [
    { url: 'https://media.example/movie-720.mp4?token=hunter2' },
    { url: 'http://127.0.0.1:9/master.m3u8?token=hunter2' },
  ],
};

const ask = async (query: string, init?: RequestInit): Promise<number> => {
  const response = await fetch(`${stack.url}/api/stream/extract${query}`, init);
  await response.arrayBuffer();
  return response.status;
};

const view = async (): Promise<MetricsAnswer> =>
  (await fetch(`${stack.url}/local/metrics`)).json() as Promise<MetricsAnswer>;

beforeAll(async () => {
  provider = await startProviderService();
  // A client's limit is out of this run: a window may begin anywhere in it.
  stack = await startLocalStack({ providerUrls: [provider.url], containers: 1 });
  provider.on('8001', json(movie));
  provider.on('8002', (response) => response.writeHead(500).end());
  const statuses = [
    await ask('?tmdbId=8001&mediaType=movie'),
    await ask('?tmdbId=8001&mediaType=movie'),
    await ask('?tmdbId=8001&mediaType=movie', { method: 'HEAD' }),
    await ask('?tmdbId=8001&mediaType=movie&unknown=1'),
    await ask('?tmdbId=8003&mediaType=movie'),
    await ask('?tmdbId=8003&mediaType=movie'),
    await ask('?tmdbId=08001&mediaType=movie'),
    await ask('?tmdbId=8001&mediaType=tv'),
    await ask('?tmdbId=8001&mediaType=movie', { method: 'POST' }),
    await ask('?tmdbId=8002&mediaType=movie'),
  ];
  expect(statuses).toEqual([200, 200, 200, 200, 404, 404, 400, 400, 405, 503]);
  // Its lease is nobody's: the refresh ends without asking anything.
  await stack.invoke('refresh', { content: { mediaType: 'movie', tmdbId: '8001' }, token: 'nobody' });
  // A line may come after the answer whose it is. These are the last that either function prints.
  const isOver = ({ Refreshes, 'UpstreamExtractions{catalogue}': asked }: Record<string, number>) =>
    Refreshes !== undefined && asked === 2;
  while (!isOver(countsOf(stack.logs()))) await delay(20);
});

afterAll(async () => {
  await stack.stop();
  await provider.stop();
});

describe('a known run', () => {
  test('is counted exactly', () => {
    // The limiter does not wait for a table that a busy machine makes slow: the request's line says so, too.
    const fallbacks = stack.logs().filter(({ limiterFailure }) => limiterFailure !== undefined).length;
    expect(countsOf(stack.logs())).toEqual({
      ...(fallbacks > 0 && { LimiterFallbacks: fallbacks }),
      Requests: 10,
      ColdStarts: 2,
      Refreshes: 1,
      RefreshesFailed: 0,
      RefreshTime: 1,
      ValidationErrors: 2,
      MethodErrors: 1,
      NotAvailable: 2,
      UnavailableErrors: 1,
      CacheMemoryHits: 3,
      CacheNegativeHits: 1,
      CacheMisses: 3,
      CachedResponseTime: 4,
      UncachedResponseTime: 2,
      [`UpstreamExtractions{${PROVIDER}}`]: 3,
      [`UpstreamFailures{${PROVIDER}}`]: 1,
      [`UpstreamAttempts{${PROVIDER}}`]: 5,
      [`UpstreamLatency{${PROVIDER}}`]: 5,
      'UpstreamExtractions{catalogue}': 2,
      'UpstreamFailures{catalogue}': 0,
      'UpstreamAttempts{catalogue}': 2,
      'UpstreamLatency{catalogue}': 2,
    });
  });

  test('is logged by one line of the log for each request, with a service, a stage and no link token', () => {
    const lines = stack.logs().filter(({ message }) => message === 'request');
    expect(lines.map(({ status }) => status)).toEqual([200, 200, 200, 200, 404, 404, 400, 400, 405, 503]);
    for (const line of stack.logs()) expect(line).toMatchObject({ service: 'stream-api', stage: 'dev' });
    expect(JSON.stringify(stack.logs())).not.toMatch(/hunter2|127\.0\.0\.1|service_undefined/);
  });

  test('is logged with the manifests that were not read, by their number', () => {
    const [first] = stack.logs().filter(({ message }) => message === 'request');
    expect(first).toMatchObject({ manifests: [{ provider: PROVIDER, read: 0, gone: 0, refused: 1, failed: 0 }] });
  });

  test('is logged with the attempts of the provider that failed', () => {
    const line = stack.logs().find(({ status }) => status === 503);
    expect(line).toMatchObject({
      level: 'ERROR',
      attempts: [
        ...[1, 2, 3].map((attempt) => ({ provider: PROVIDER, attempt, outcome: 'failed', cause: 'HTTP 500' })),
        { provider: 'catalogue', attempt: 1, outcome: 'not-found' },
      ],
      extractions: [
        { provider: PROVIDER, outcome: 'unavailable' },
        { provider: 'catalogue', outcome: 'not-found' },
      ],
    });
  });
});

describe('/local/metrics', () => {
  const overall = async (): Promise<Record<string, number | undefined>> => {
    const { rows } = await view();
    const series = rows.flatMap(({ panels }) => panels).flatMap((panel) => panel.series);
    return Object.fromEntries(series.map((each) => [each.id, each.overall]));
  };

  test('evaluates the dashboard over the last hour', async () => {
    expect(await overall()).toMatchObject({
      gateway_Count_Sum: 10,
      requests_Sum: 10,
      validationErrors_Sum: 2,
      notAvailable_Sum: 2,
      unavailableErrors_Sum: 1,
      serverErrorRatio: 10,
      clientErrorRatio: 50,
      hitRatio: (100 * 4) / 7,
      memoryHitRatio: (100 * 3) / 7,
      negativeHitRatio: 100 / 7,
      tableHitRatio: 0,
      failureRatio_extractor_url: 100 / 3,
      failureRatio_catalogue: 0,
      upstreamAttempts_Sum_extractor_url: 5,
    });
  });

  test('has a point for each ten seconds with data, which add up to the whole', async () => {
    const { rows, from, to, periodSeconds } = await view();
    expect(periodSeconds).toBe(10);
    const requests = rows[0]!.panels[0]!.series.find(({ id }) => id === 'requests_Sum') as SeriesAnswer;
    for (const [at] of requests.points) expect(at).toBeGreaterThan(from);
    for (const [at] of requests.points) expect(at).toBeLessThanOrEqual(to);
    expect(requests.points.reduce((sum, [, value]) => sum + value, 0)).toBe(10);
  });

  test('keeps the questions and the lines of the targets, and leaves out what only the cloud has', async () => {
    const { rows } = await view();
    expect(rows.map(({ question }) => question).slice(0, 5)).toEqual([
      'How much is asked?',
      'How fast are the answers?',
      'What goes wrong?',
      'Does the cache carry the load?',
      'Are the providers well?',
    ]);
    const times = rows[1]!.panels.map(({ title, unit, lines }) => [title, unit, lines.map(({ value }) => value)]);
    expect(times).toEqual([
      ['Cached answers', 'ms', [2000]],
      ['Uncached answers', 'ms', [5000]],
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/ConsumedWrite|AsyncEventsDropped|Function throttled|Refreshes dropped/i);
  });

  test('is refused to a page of another site', async () => {
    const response = await fetch(`${stack.url}/local/metrics`, { headers: { Origin: 'https://elsewhere.example' } });
    expect(response.status).toBe(403);
  });
});
