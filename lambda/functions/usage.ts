import environmentRules from '../../contract/generated/usage-environment.js';
import { logger, metricLine } from '../observability/telemetry.ts';
import { KnownSources } from '../usage/known-sources.ts';
import { UsageTable } from '../usage/usage-table.ts';
import { requestLimiter } from '../wiring/client-limits.ts';
import { createTableClient } from '../wiring/clients/table-client.ts';
import type { UsageEnvironment } from '../wiring/environment.ts';
import { sourceReports } from '../wiring/health/source-reports.ts';
import { readEnvironment } from '../wiring/read-environment.ts';
import { sharedCache } from '../wiring/shared-cache.ts';
import { listedSources } from '../wiring/usage/listed-sources.ts';
import { createSumsClient } from '../wiring/usage/sums-client.ts';
import { usageHandler } from '../wiring/usage/usage-handler.ts';

/** Time left for writing the response, in milliseconds. */
const EARLY_TIMEOUT_RESERVE_MS = 1000;

const environment = readEnvironment<UsageEnvironment>(environmentRules);
const client = createTableClient();
const { clock, store } = sharedCache(environment, client);

export const handler = usageHandler({
  table: new UsageTable(createSumsClient(), environment.USAGE_TABLE),
  known: new KnownSources(listedSources(store), clock),
  clock,
  logger,
  metricLine,
  // Its counts are apart from those of requests, so that measuring costs a viewer no answer.
  limiter: requestLimiter(environment, client, 'usage#'),
  corsOrigins: JSON.parse(environment.CORS_ORIGINS) as string[],
  origins: JSON.parse(environment.PAGE_ORIGINS) as string[],
  cdns: JSON.parse(environment.CDN_HOSTS) as Record<string, string>,
  report: sourceReports(environment, client, clock),
  random: Math.random,
  earlyTimeoutReserveMs: EARLY_TIMEOUT_RESERVE_MS,
});
