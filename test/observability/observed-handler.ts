import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { ROUTES } from '../../contract/routes.ts';
import type { CacheStatus } from '../../lambda/cache/cache-status.ts';
import type { CacheResult, Lookup, TieredCache } from '../../lambda/cache/tiered-cache.ts';
import { DailySalt } from '../../lambda/limits/daily-salt.ts';
import { RateLimiter } from '../../lambda/limits/rate-limiter.ts';
import { RequestLimiter } from '../../lambda/middleware/request-limiter.ts';
import { metricLine } from '../../lambda/observability/telemetry.ts';
import type { ExtractionObserver } from '../../lambda/providers/events.ts';
import type { Content } from '../../lambda/stream/content.ts';
import type { DeliveryOf } from '../../lambda/wiring/delivery/delivery-of.ts';
import { extractHandler } from '../../lambda/wiring/extract-handler.ts';
import { FakeClock } from '../support/fake-clock.ts';

export const ADDRESS = '198.51.100.77';

type Line = Readonly<Record<string, unknown>>;

type ObservedLookup = Lookup<ExtractionObserver>;

/** What the cache does in a test: it fills the status and returns the result. */
export type Answering = (
  status: CacheStatus,
  lookup: ObservedLookup,
  content: Content,
) => Promise<CacheResult> | CacheResult;

/** The extract function's real handler in this process, with a cache that the test controls; and what it prints. */
export function observedHandler({
  limit = 100,
  logSampling = 1,
  counterFails = false,
  random = () => 0.5,
  clock = new FakeClock(Date.UTC(2026, 10, 23, 12)),
  delivery = undefined as DeliveryOf | undefined,
} = {}) {
  const counts = new Map<string, number>();
  const limiter = new RateLimiter({
    clock,
    limit,
    windowSeconds: 60,
    counter: {
      add: async (client) => {
        if (counterFails) throw Object.assign(new Error('throttled'), { name: 'ThrottlingException' });
        counts.set(client, (counts.get(client) ?? 0) + 1);
        return counts.get(client)!;
      },
    },
  });
  const salts = new DailySalt({
    clock,
    random: () => 0.5,
    store: { read: async () => new Uint8Array(32), create: async (_day, salt) => salt, delete: async () => undefined },
  });
  /** By the id that was asked for. */
  const answering = new Map<string, Answering>();
  const cache = {
    get: async (content: Content, lookup: ObservedLookup, status: CacheStatus) => {
      await lookup.allowed;
      return answering.get(content.tmdbId)!(status, lookup, content);
    },
  } as unknown as TieredCache<ExtractionObserver>;
  const handler = extractHandler({
    cache,
    clock,
    metricLine,
    limiter: new RequestLimiter({ limiter, salts, clock, ipv6PrefixLength: 64 }),
    logSampling,
    random,
    stage: 'test',
    corsOrigins: [],
    deadlineMs: 26_000,
    earlyTimeoutReserveMs: 1_000,
    delivery,
  });
  return {
    /** One request; returns what was printed meanwhile, each line parsed. */
    async ask(event: Partial<APIGatewayProxyEvent> = {}, how: Answering = memoryHit, remainingMs = 28_000) {
      const { tmdbId } = event.multiValueQueryStringParameters ?? { tmdbId: ['550'] };
      answering.set(tmdbId?.[0] ?? '', how);
      const context = { getRemainingTimeInMillis: () => remainingMs, functionName: 'extract' } as unknown as Context;
      const printed = capture();
      try {
        const response = (await handler({ ...request(), ...event }, context)) as APIGatewayProxyResult;
        return { response, lines: printed.lines(), text: printed.text() };
      } finally {
        printed.end();
      }
    },
  };
}

export const memoryHit: Answering = (status) => {
  Object.assign(status, { tier: 'memory', outcome: 'fresh' });
  const life = { storedAt: 0, freshUntil: 9e15, staleUntil: 9e15, generation: 0 };
  const facts = { sourceCount: 1, subtitleCount: 0, bestQuality: '1080p' as const };
  return { result: 'answer', entry: { kind: 'answer', data: '{"sources":[]}', etag: 'W/"x"', ...life, ...facts } };
};

export const failing =
  (result: 'unavailable' | 'timeout'): Answering =>
  () => ({ result, retryAfter: 5 });

const request = (): APIGatewayProxyEvent =>
  ({
    resource: ROUTES.extract.path,
    httpMethod: 'GET',
    headers: { 'x-api-key': 'a-very-secret-key', 'X-Forwarded-For': ADDRESS },
    multiValueQueryStringParameters: { tmdbId: ['550'], mediaType: ['movie'] },
    requestContext: { requestId: 'request-1', identity: { sourceIp: ADDRESS, apiKeyId: 'key-id' } },
  }) as unknown as APIGatewayProxyEvent;

/** Takes what the process prints, as Lambda would. */
function capture() {
  const original = process.stdout.write;
  const errors = process.stderr.write;
  let text = '';
  const take = ((chunk: string | Uint8Array) => {
    text += chunk.toString();
    return true;
  }) as typeof process.stdout.write;
  process.stdout.write = take;
  process.stderr.write = take;
  return {
    text: () => text,
    lines: () =>
      text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Line),
    end: () => {
      process.stdout.write = original;
      process.stderr.write = errors;
    },
  };
}

/** The values of every metric in these lines, added up, by `name` or `name{upstream}`. */
export function countsOf(lines: readonly Line[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of lines) {
    const { CloudWatchMetrics = [] } = (line._aws ?? {}) as {
      CloudWatchMetrics?: { Metrics: { Name: string; Unit: string }[] }[];
    };
    for (const { Name, Unit } of CloudWatchMetrics.flatMap(({ Metrics }) => Metrics)) {
      const name = line.upstream === undefined ? Name : `${Name}{${line.upstream}}`;
      const values = [line[Name]].flat() as number[];
      // Times differ from run to run; how many there were does not.
      const added = Unit === 'Count' ? values.reduce((sum, value) => sum + value, 0) : values.length;
      counts[name] = (counts[name] ?? 0) + added;
    }
  }
  return counts;
}
