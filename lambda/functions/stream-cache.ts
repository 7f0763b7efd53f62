import { randomUUID } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { MemoryTier } from '../cache/memory-tier.ts';
import type { Origin, Refresher } from '../cache/origin.ts';
import { PurgeTable } from '../cache/purge-table.ts';
import { Purges } from '../cache/purges.ts';
import { TableStore } from '../cache/table-store.ts';
import type { CacheOptions } from '../cache/tiered-cache.ts';
import { type Clock, systemClock } from '../clock.ts';
import { Breaker } from '../extractors/breaker.ts';
import { BreakerTable } from '../extractors/breaker-table.ts';
import type { RequestRecord } from '../observability/request-record.ts';
import { logger } from '../observability/telemetry.ts';
import type { ExtractEnvironment, Provider } from './environment.ts';
import type { Miss } from './miss.ts';

const MIB = 1024 * 1024;

/** The cache with everything it stands on, as a function's environment describes it. */
export function streamCacheOptions(
  environment: ExtractEnvironment,
  client: DynamoDBDocumentClient,
  refresher: Refresher,
  record: RequestRecord,
): CacheOptions {
  const { CACHE_TABLE, CACHE_NAMESPACE } = environment;
  const clock = systemClock;
  return {
    memory: new MemoryTier(Number(environment.MEMORY_CACHE_MIB) * MIB),
    store: new TableStore(client, CACHE_TABLE, CACHE_NAMESPACE),
    purges: new Purges(new PurgeTable(client, CACHE_TABLE, CACHE_NAMESPACE), clock),
    origin: lazyOrigin(environment, client, clock, record),
    refresher,
    clock,
    random: Math.random,
    newOwner: randomUUID,
    lifetimes: {
      freshMs: Number(environment.FRESH_SECONDS) * 1000,
      staleMs: Number(environment.STALE_SECONDS) * 1000,
      notFoundMs: Number(environment.NOT_FOUND_SECONDS) * 1000,
    },
  };
}

/** Loads what an extraction needs when the first one begins: a container that only ever hits never does. */
function lazyOrigin(
  environment: ExtractEnvironment,
  client: DynamoDBDocumentClient,
  clock: Clock,
  record: RequestRecord,
): Origin {
  const providers = JSON.parse(environment.PROVIDERS) as Provider[];
  const store = new BreakerTable(client, environment.CACHE_TABLE, environment.CACHE_NAMESPACE, clock.now);
  const breaker = new Breaker(store, clock);
  const guarded = providers.filter((provider) => provider.type === 'http');
  let miss: Miss | undefined;

  const load = async (): Promise<Miss> => {
    const [{ createMiss }, { createSecretReader }] = await Promise.all([
      import('./miss.ts'),
      import('./secret-reader.ts'),
    ]);
    return createMiss({
      client,
      catalogueTable: environment.CATALOGUE_TABLE,
      providers,
      readToken: createSecretReader(clock),
      trustedOrigins: JSON.parse(environment.TRUSTED_ORIGINS) as string[],
      ...(process.env.AWS_LAMBDA_RUNTIME_API && { runtimeEndpoint: process.env.AWS_LAMBDA_RUNTIME_API }),
      attemptTimeoutMs: Number(environment.ATTEMPT_TIMEOUT_MS),
      inspectBudgetMs: Number(environment.INSPECT_BUDGET_MS),
      clock,
      random: Math.random,
      breaker,
      observer: {
        onAttempt: ({ extractor, ...attempt }) => record.attempts.push({ upstream: extractor, ...attempt }),
      },
      onBuilt: ({ sources, subtitles, links }) => {
        record.dropped += sources + subtitles + links;
      },
      onFailure: (error) => logger.warn('extraction failed', error as Error),
    });
  };

  return {
    blockedFor: async () => {
      // A provider without a breaker can always be asked.
      if (guarded.length === 0 || guarded.length < providers.length) return 0;
      return Math.min(...(await Promise.all(guarded.map(({ name }) => breaker.openFor(name)))));
    },
    extract: async (content, deadline) => {
      miss ??= await load();
      return miss(content, deadline);
    },
  };
}
