import { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayProxyResult, Context } from 'aws-lambda';
import type { Clock } from '../../lambda/clock.ts';
import { DailySalt } from '../../lambda/limits/daily-salt.ts';
import { RateLimiter } from '../../lambda/limits/rate-limiter.ts';
import { RequestLimiter } from '../../lambda/middleware/request-limiter.ts';
import { MetricLine } from '../../lambda/observability/metric-line.ts';
import { KnownSources } from '../../lambda/usage/known-sources.ts';
import type { KeyedSums } from '../../lambda/usage/sums.ts';
import type { HourSums, UsageTable } from '../../lambda/usage/usage-table.ts';
import { type ReportFailures, usageHandler } from '../../lambda/wiring/usage/usage-handler.ts';
import { proxyEvent } from '../support/proxy-event.ts';

export interface Collector {
  post(
    content: string,
    request?: { query?: Record<string, string>; sourceIp?: string },
  ): Promise<APIGatewayProxyResult>;
  /** Everything that was added. */
  items(): readonly HourSums[];
  /** Names of the calls to the tables, in order. */
  readonly calls: string[];
}

interface CollectorOptions {
  readonly clock: Clock;
  readonly limit?: number;
  /** Ids of the sources of the one title that is known: movie 42. */
  readonly sources: readonly string[];
  readonly report?: ReportFailures;
  /** Whether the table cannot add these sums now. */
  readonly fails?: (sums: KeyedSums) => boolean;
}

/** One container of the collector in this process: the real middlewares and sums, with its tables in memory. */
export function startCollector({ clock, limit = 60, sources, report, fails }: CollectorOptions): Collector {
  const calls: string[] = [];
  const stored: HourSums[] = [];
  const table: Pick<UsageTable, 'add'> = {
    add: async (title, { key, sums }, at) => {
      calls.push('Add');
      if (fails?.({ key, sums })) throw new Error('The table is busy');
      stored.push({ hour: at, title, key, sums });
    },
  };
  const random = () => 0.5;
  const lookUp = async (title: string) => {
    calls.push('LookUp');
    return title === 'movie:42' ? sources : undefined;
  };
  const handler = usageHandler({
    table,
    known: new KnownSources(lookUp, clock),
    clock,
    logger: new Logger({ logLevel: 'SILENT' }),
    metricLine: new MetricLine('test'),
    limiter: new RequestLimiter({
      limiter: new RateLimiter({ counter: memoryCounter(calls), clock, limit, windowSeconds: 60 }),
      salts: new DailySalt({ store: memorySalts(), clock, random }),
      clock,
      ipv6PrefixLength: 64,
    }),
    corsOrigins: [],
    origins: [],
    cdns: { 'cdn.example': 'main' },
    report,
    random,
    earlyTimeoutReserveMs: 1_000,
  });
  const context = { getRemainingTimeInMillis: () => 10_000 } as Context;
  return {
    calls,
    post: async (content, { query = { tmdbId: '42', mediaType: 'movie' }, sourceIp = '203.0.113.10' } = {}) => {
      const event = proxyEvent(query, { method: 'POST', sourceIp });
      const own = { ...event, resource: '/api/stream/cmcd', path: '/api/stream/cmcd', body: content };
      return (await handler(own, context)) as APIGatewayProxyResult;
    },
    items: () => stored,
  };
}

/** The table of counts is tried elsewhere, and each count is a call. */
function memoryCounter(calls: string[]) {
  const counts = new Map<string, number>();
  return {
    add: async (client: string) => {
      calls.push('Count');
      counts.set(client, (counts.get(client) ?? 0) + 1);
      return counts.get(client)!;
    },
  };
}

function memorySalts() {
  const salts = new Map<string, Uint8Array>();
  return {
    read: async (day: string) => salts.get(day),
    create: async (day: string, salt: Uint8Array) => {
      salts.set(day, salt);
      return salt;
    },
    delete: async (day: string) => void salts.delete(day),
  };
}
