import { randomUUID } from 'node:crypto';
import type { LookupAddress } from 'node:dns';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { MemoryTier } from '../../lambda/cache/memory-tier.ts';
import { Purges } from '../../lambda/cache/purges.ts';
import { TieredCache } from '../../lambda/cache/tiered-cache.ts';
import type { Clock } from '../../lambda/clock.ts';
import { DailySalt } from '../../lambda/limits/daily-salt.ts';
import { RateLimiter } from '../../lambda/limits/rate-limiter.ts';
import { RequestLimiter } from '../../lambda/middleware/request-limiter.ts';
import { MetricLine } from '../../lambda/observability/metric-line.ts';
import type { ExtractionObserver } from '../../lambda/providers/events.ts';
import { answerFromProviders } from '../../lambda/wiring/answer-from-providers.ts';
import { extractHandler } from '../../lambda/wiring/extract-handler.ts';
import { MemoryStores } from '../cache/memory-stores.ts';

export interface InProcessOptions {
  readonly clock: Clock;
  /** The HTTP provider. Manifests may be fetched from its origin. */
  readonly serviceUrl: string;
  readonly limit?: number;
  readonly corsOrigins?: readonly string[];
  /** Receives the error of every extraction that failed. */
  readonly onFailure?: (error: unknown) => void;
}

export interface InProcessFunction {
  readonly stores: MemoryStores;
  call(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult>;
}

/**
 * One container of the extract function in this process: the real middlewares, cache, limiter and extraction on the
 * test's clock, with the tables in memory. No host name resolves; only the provider can be reached.
 */
export function inProcessFunction(options: InProcessOptions): InProcessFunction {
  const { clock, serviceUrl, limit = 1_000_000_000, corsOrigins = [], onFailure = () => undefined } = options;
  const stores = new MemoryStores();
  const random = () => 0.5;
  const extract = answerFromProviders({
    client: { send: async () => ({}) },
    catalogueTable: 'catalogue',
    providers: [
      { type: 'http', name: 'service', url: serviceUrl },
      { type: 'catalogue', name: 'catalogue' },
    ],
    readToken: async () => undefined,
    trustedOrigins: [new URL(serviceUrl).origin],
    attemptTimeoutMs: 8_000,
    inspectBudgetMs: 2_000,
    clock,
    random,
    resolve: async (): Promise<LookupAddress[]> => [],
    onFailure,
  });
  const cache = new TieredCache<ExtractionObserver>({
    store: stores,
    purges: new Purges(stores, clock),
    clock,
    random,
    newOwner: randomUUID,
    memory: new MemoryTier(16 * 1024 * 1024),
    extraction: {
      blockedFor: async () => 0,
      extract: (content, deadline, observer = {}) => extract(content, deadline, observer),
    },
    refresher: { start: async () => undefined },
    lifetimes: { freshMs: 1_800_000, staleMs: 3_600_000, notFoundMs: 60_000 },
  });
  const limiter = new RequestLimiter({
    limiter: new RateLimiter({ counter: memoryCounter(), clock, limit, windowSeconds: 60 }),
    salts: new DailySalt({ store: memorySalts(), clock, random }),
    clock,
    ipv6PrefixLength: 64,
  });
  const handler = extractHandler({
    cache,
    clock,
    limiter,
    stage: 'test',
    corsOrigins,
    metricLine: new MetricLine('test'),
    logSampling: 1,
    random,
    deadlineMs: 26_000,
    earlyTimeoutReserveMs: 1_000,
  });
  const context = { getRemainingTimeInMillis: () => 28_000 } as Context;
  return { stores, call: (event) => handler(event, context) as Promise<APIGatewayProxyResult> };
}

function memoryCounter() {
  const counts = new Map<string, number>();
  return {
    add: async (client: string, { begin }: { begin: number }) => {
      const key = `${begin}#${client}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      return counts.get(key)!;
    },
  };
}

function memorySalts() {
  const salts = new Map<string, Uint8Array>();
  return {
    read: async (day: string) => salts.get(day),
    create: async (day: string, salt: Uint8Array) => {
      if (!salts.has(day)) salts.set(day, salt);
      return salts.get(day)!;
    },
    delete: async (day: string) => void salts.delete(day),
  };
}
