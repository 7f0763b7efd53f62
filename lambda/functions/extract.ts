import validateEnvironment from '../../contract/validators/extract-environment.js';
import type { Refresher } from '../cache/origin.ts';
import { TieredCache } from '../cache/tiered-cache.ts';
import { systemClock } from '../clock.ts';
import { RequestRecord } from '../observability/request-record.ts';
import { logger, metrics } from '../observability/telemetry.ts';
import type { ExtractEnvironment } from './environment.ts';
import { extractHandler } from './extract-handler.ts';
import { readEnvironment } from './read-environment.ts';
import { streamCacheOptions } from './stream-cache.ts';
import { createTableClient } from './table-client.ts';

const environment = readEnvironment<ExtractEnvironment>(validateEnvironment);
const record = new RequestRecord();

/** Loads the Lambda client when the first refresh is due. */
let loaded: Refresher | undefined;
const refresher: Refresher = {
  start: async (content, token, signal) => {
    const { REFRESH_FUNCTION } = environment;
    if (REFRESH_FUNCTION === undefined) throw new Error('There is no refresh function');
    loaded ??= (await import('./lambda-refresher.ts')).createLambdaRefresher(REFRESH_FUNCTION);
    return loaded.start(content, token, signal);
  },
};

export const handler = extractHandler({
  cache: new TieredCache(streamCacheOptions(environment, createTableClient(), refresher, record)),
  clock: systemClock,
  logger,
  metrics,
  record,
  corsOrigins: JSON.parse(environment.CORS_ORIGINS) as string[],
  deadlineMs: Number(environment.DEADLINE_MS),
  earlyTimeoutReserveMs: Number(environment.EARLY_TIMEOUT_RESERVE_MS),
});
