import { randomUUID } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { MemoryTier } from '../../lambda/cache/memory-tier.ts';
import { TieredCache } from '../../lambda/cache/tiered-cache.ts';
import { type Clock, systemClock } from '../../lambda/clock.ts';
import { DailySalt } from '../../lambda/limits/daily-salt.ts';
import { RateLimiter } from '../../lambda/limits/rate-limiter.ts';
import { SaltTable } from '../../lambda/limits/salt-table.ts';
import { RateLimitSlot } from '../../lambda/middleware/rate-limit-slot.ts';
import { RequestRecord } from '../../lambda/observability/request-record.ts';
import { logger, metricLine, metrics } from '../../lambda/observability/telemetry.ts';
import { extractionOrigin, lifetimesOf } from '../../lambda/wiring/answer-extraction.ts';
import type { ExtractEnvironment } from '../../lambda/wiring/environment.ts';
import { extractHandler } from '../../lambda/wiring/extract-handler.ts';
import { lambdaRefresher } from '../../lambda/wiring/lambda-refresher.ts';
import { sharedCache } from '../../lambda/wiring/shared-cache.ts';
import { tableStub } from './table-stub.ts';

const environment = process.env as unknown as ExtractEnvironment;

/** As `client-limits.ts` wires them, but for the count. */
function limitsInMemory(clock: Clock, client: DynamoDBDocumentClient, record: RequestRecord): RateLimitSlot {
  return new RateLimitSlot({
    limiter: new RateLimiter({ counter: { add: async () => 1 }, clock, limit: 100, windowSeconds: 60 }),
    salts: new DailySalt({ store: new SaltTable(client, 'limits'), clock, random: Math.random }),
    clock,
    record,
    edgeKeyId: '',
    ipv6PrefixLength: 64,
  });
}

/**
 * The extract function as it is deployed, but for the tables.
 *
 * @param memoryBytes 0: nothing is kept in memory · @param holdsAnswer whether the table has what is asked for
 */
export function chain(memoryBytes: number, holdsAnswer = true) {
  const client = tableStub(holdsAnswer);
  const shared = sharedCache(environment, client);
  const record = new RequestRecord();
  return extractHandler({
    cache: new TieredCache({
      ...shared,
      memory: new MemoryTier(memoryBytes),
      extraction: extractionOrigin(environment, client, shared, record),
      refresher: lambdaRefresher(environment.REFRESH_FUNCTION),
      random: Math.random,
      newOwner: randomUUID,
      lifetimes: lifetimesOf(environment),
    }),
    clock: shared.clock,
    logger,
    metrics,
    metricLine,
    logSampling: Number(environment.LOG_SAMPLING),
    random: Math.random,
    record,
    limits: limitsInMemory(systemClock, client, record),
    corsOrigins: [],
    deadlineMs: Number(environment.DEADLINE_MS),
    earlyTimeoutReserveMs: Number(environment.EARLY_TIMEOUT_RESERVE_MS),
  });
}
