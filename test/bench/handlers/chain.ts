import { randomUUID } from 'node:crypto';
import { MemoryTier } from '../../../lambda/cache/memory-tier.ts';
import { TieredCache } from '../../../lambda/cache/tiered-cache.ts';
import { clientLimits } from '../../../lambda/functions/client-limits.ts';
import type { ExtractEnvironment } from '../../../lambda/functions/environment.ts';
import { extractHandler } from '../../../lambda/functions/extract-handler.ts';
import { lambdaRefresher } from '../../../lambda/functions/lambda-refresher.ts';
import { extractionOrigin, lifetimesOf, sharedCache } from '../../../lambda/functions/shared-cache.ts';
import { RequestRecord } from '../../../lambda/observability/request-record.ts';
import { logger, metricLine, metrics } from '../../../lambda/observability/telemetry.ts';
import { tableStub } from './table-stub.ts';

const ENVIRONMENT: ExtractEnvironment = {
  STAGE: 'bench',
  CACHE_TABLE: 'cache',
  CACHE_NAMESPACE: 'bench',
  PROVIDERS: '[]',
  CATALOGUE_TABLE: 'catalogue',
  TRUSTED_ORIGINS: '[]',
  FRESH_SECONDS: '1800',
  STALE_SECONDS: '3600',
  NOT_FOUND_SECONDS: '60',
  DEADLINE_MS: '26000',
  ATTEMPT_TIMEOUT_MS: '8000',
  INSPECT_BUDGET_MS: '2000',
  LIMITS_TABLE: 'limits',
  RATE_LIMIT: '100',
  RATE_WINDOW_SECONDS: '60',
  IPV6_PREFIX_LENGTH: '64',
  EDGE_KEY_ID: '',
  CORS_ORIGINS: '[]',
  LOG_SAMPLING: '1',
  MEMORY_CACHE_MIB: '32',
  EARLY_TIMEOUT_RESERVE_MS: '1000',
  REFRESH_FUNCTION: 'refresh',
};

/** The extract function as it is deployed, but for the table. @param memoryBytes 0 makes every hit one of the table */
export function chain(memoryBytes: number) {
  const client = tableStub();
  const shared = sharedCache(ENVIRONMENT, client);
  const record = new RequestRecord();
  return extractHandler({
    cache: new TieredCache({
      ...shared,
      memory: new MemoryTier(memoryBytes),
      origin: extractionOrigin(ENVIRONMENT, client, shared, record),
      refresher: lambdaRefresher(ENVIRONMENT.REFRESH_FUNCTION),
      random: Math.random,
      newOwner: randomUUID,
      lifetimes: lifetimesOf(ENVIRONMENT),
    }),
    clock: shared.clock,
    logger,
    metrics,
    metricLine,
    logSampling: Number(ENVIRONMENT.LOG_SAMPLING),
    random: Math.random,
    record,
    limits: clientLimits(ENVIRONMENT, client, record),
    corsOrigins: [],
    deadlineMs: Number(ENVIRONMENT.DEADLINE_MS),
    earlyTimeoutReserveMs: Number(ENVIRONMENT.EARLY_TIMEOUT_RESERVE_MS),
  });
}
