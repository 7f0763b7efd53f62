import { randomUUID } from 'node:crypto';
import environmentRules from '../../contract/generated/extract-environment.js';
import { MemoryTier } from '../cache/memory-tier.ts';
import { TieredCache } from '../cache/tiered-cache.ts';
import { MetricLine } from '../observability/metric-line.ts';
import { requestLimiter } from '../wiring/client-limits.ts';
import { lambdaRefresher } from '../wiring/clients/lambda-refresher.ts';
import { createTableClient } from '../wiring/clients/table-client.ts';
import { deliveryOf } from '../wiring/delivery/delivery-of.ts';
import type { ExtractEnvironment } from '../wiring/environment.ts';
import { extractHandler } from '../wiring/extract-handler.ts';
import { createFinisher } from '../wiring/finish/finisher.ts';
import { unwellLook } from '../wiring/health/unwell-look.ts';
import { lazyExtraction, lifetimesOf } from '../wiring/lazy-extraction.ts';
import { laterWatching } from '../wiring/live/later-watching.ts';
import type { MasterReader } from '../wiring/playback/playable-group.ts';
import { readEnvironment } from '../wiring/read-environment.ts';
import { sharedCache } from '../wiring/shared-cache.ts';

const MIB = 1024 * 1024;

const environment = readEnvironment<ExtractEnvironment>(environmentRules);
const client = createTableClient();
const shared = sharedCache(environment, client);

const { HEALTH_TABLE } = environment;
const look = HEALTH_TABLE === '' ? undefined : unwellLook(client, HEALTH_TABLE, shared.clock);
const delivery = deliveryOf(environment.CDNS, shared.clock);
let readMaster: MasterReader | undefined;

const cache = new TieredCache({
  ...shared,
  memory: new MemoryTier(Number(environment.MEMORY_CACHE_MIB) * MIB),
  extraction: lazyExtraction(environment, client, shared, delivery),
  refresher: lambdaRefresher(environment.REFRESH_FUNCTION),
  random: Math.random,
  newOwner: randomUUID,
  lifetimes: lifetimesOf(environment),
  watching: laterWatching(environment, shared.clock),
});

export const handler = extractHandler({
  cache,
  finisher: look && createFinisher({ look }),
  unwell: look,
  delivery,
  clock: shared.clock,
  metricLine: new MetricLine(environment.STAGE),
  logSampling: Number(environment.LOG_SAMPLING),
  random: Math.random,
  readMaster: async (...link) => {
    readMaster ??= (await import('../wiring/playback/master-reader.ts')).createMasterReader({
      clock: shared.clock,
      budgetMs: Number(environment.INSPECT_BUDGET_MS),
      trustedOrigins: JSON.parse(environment.TRUSTED_ORIGINS) as string[],
      runtimeEndpoint: process.env.AWS_LAMBDA_RUNTIME_API,
      delivery: await delivery?.(),
    });
    return readMaster(...link);
  },
  limiter: requestLimiter(environment, client),
  stage: environment.STAGE,
  corsOrigins: JSON.parse(environment.CORS_ORIGINS) as string[],
  deadlineMs: Number(environment.DEADLINE_MS),
  earlyTimeoutReserveMs: Number(environment.EARLY_TIMEOUT_RESERVE_MS),
});
