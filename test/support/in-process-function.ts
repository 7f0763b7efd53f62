import { randomUUID } from 'node:crypto';
import type { LookupAddress } from 'node:dns';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { MemoryTier } from '../../lambda/cache/memory-tier.ts';
import { Purges } from '../../lambda/cache/purges.ts';
import { TieredCache } from '../../lambda/cache/tiered-cache.ts';
import type { Clock } from '../../lambda/clock.ts';
import { DailySalt } from '../../lambda/limits/daily-salt.ts';
import { RateLimiter } from '../../lambda/limits/rate-limiter.ts';
import { RateLimitSlot } from '../../lambda/middleware/rate-limit-slot.ts';
import { MetricLine } from '../../lambda/observability/metric-line.ts';
import { RequestRecord } from '../../lambda/observability/request-record.ts';
import { extractHandler } from '../../lambda/wiring/extract-handler.ts';
import { createMiss } from '../../lambda/wiring/miss.ts';
import { MemoryStores } from '../cache/memory-stores.ts';

export interface InProcessOptions {
  readonly clock: Clock;
  /** The extractor service. Manifests may be fetched from its origin. */
  readonly serviceUrl: string;
  readonly limit?: number;
  readonly corsOrigins?: readonly string[];
  /** Gets whatever made an extraction fail. */
  readonly onFailure?: (error: unknown) => void;
}

export interface InProcessFunction {
  readonly stores: MemoryStores;
  readonly record: RequestRecord;
  call(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult>;
}

/**
 * One container of the extract function in this process: the real chain, cache, limiter and extraction on a clock of
 * the test's own, with the tables in memory. No name leads anywhere but the service.
 */
export function inProcessFunction(options: InProcessOptions): InProcessFunction {
  const { clock, serviceUrl, limit = 1_000_000_000, corsOrigins = [], onFailure = () => undefined } = options;
  const stores = new MemoryStores();
  const record = new RequestRecord();
  const random = () => 0.5;
  const miss = createMiss({
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
    observer: {},
    onFailure,
  });
  const cache = new TieredCache({
    store: stores,
    purges: new Purges(stores, clock),
    clock,
    random,
    newOwner: randomUUID,
    memory: new MemoryTier(16 * 1024 * 1024),
    origin: { blockedFor: async () => 0, extract: miss },
    refresher: { start: async () => undefined },
    lifetimes: { freshMs: 1_800_000, staleMs: 3_600_000, notFoundMs: 60_000 },
  });
  const limits = new RateLimitSlot({
    limiter: new RateLimiter({ counter: memoryCounter(), clock, limit, windowSeconds: 60 }),
    salts: new DailySalt({ store: memorySalts(), clock, random }),
    clock,
    record,
    ipv6PrefixLength: 64,
  });
  const handler = extractHandler({
    cache,
    clock,
    limits,
    record,
    corsOrigins,
    logger: new Logger(),
    metrics: new Metrics({ namespace: 'StreamApi' }),
    metricLine: new MetricLine('test'),
    logSampling: 1,
    random,
    deadlineMs: 26_000,
    earlyTimeoutReserveMs: 1_000,
  });
  const context = { getRemainingTimeInMillis: () => 28_000 } as Context;
  return { stores, record, call: (event) => handler(event, context) as Promise<APIGatewayProxyResult> };
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
