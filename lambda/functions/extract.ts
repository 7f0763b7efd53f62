import { randomUUID } from 'node:crypto';
import environmentRules from '../../contract/validators/extract-environment.js';
import { MemoryTier } from '../cache/memory-tier.ts';
import { TieredCache } from '../cache/tiered-cache.ts';
import { RequestRecord } from '../observability/request-record.ts';
import { logger, metricLine, metrics } from '../observability/telemetry.ts';
import { clientLimits } from './client-limits.ts';
import type { ExtractEnvironment } from './environment.ts';
import { extractHandler } from './extract-handler.ts';
import { extractionOrigin, lifetimesOf } from './extraction-origin.ts';
import { lambdaRefresher } from './lambda-refresher.ts';
import { readEnvironment } from './read-environment.ts';
import { sharedCache } from './shared-cache.ts';
import { createTableClient } from './table-client.ts';

const MIB = 1024 * 1024;

const environment = readEnvironment<ExtractEnvironment>(environmentRules);
const client = createTableClient();
const shared = sharedCache(environment, client);
const record = new RequestRecord();

const cache = new TieredCache({
  ...shared,
  memory: new MemoryTier(Number(environment.MEMORY_CACHE_MIB) * MIB),
  origin: extractionOrigin(environment, client, shared, record),
  refresher: lambdaRefresher(environment.REFRESH_FUNCTION),
  random: Math.random,
  newOwner: randomUUID,
  lifetimes: lifetimesOf(environment),
});

export const handler = extractHandler({
  cache,
  clock: shared.clock,
  logger,
  metrics,
  metricLine,
  logSampling: Number(environment.LOG_SAMPLING),
  random: Math.random,
  record,
  limits: clientLimits(environment, client, record),
  corsOrigins: JSON.parse(environment.CORS_ORIGINS) as string[],
  deadlineMs: Number(environment.DEADLINE_MS),
  earlyTimeoutReserveMs: Number(environment.EARLY_TIMEOUT_RESERVE_MS),
});
