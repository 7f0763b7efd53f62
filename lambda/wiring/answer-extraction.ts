import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Origin } from '../cache/answer-source.ts';
import type { Lifetimes } from '../cache/entry.ts';
import type { RequestRecord } from '../observability/request-record.ts';
import { logger } from '../observability/telemetry.ts';
import type { ExtractionEnvironment } from './environment.ts';
import type { Miss } from './miss.ts';
import type { SecretReader } from './secret-reader.ts';
import { providersOf, type SharedCache } from './shared-cache.ts';

/** Where answers come from. What an extraction needs is loaded when the first one begins: a hit never pays for it. */
export function extractionOrigin(
  environment: ExtractionEnvironment,
  client: DynamoDBDocumentClient,
  { clock, breaker, guarded }: SharedCache,
  record: RequestRecord,
): Origin {
  const providers = providersOf(environment);
  let miss: Miss | undefined;
  let readSecret: SecretReader | undefined;

  const load = async (): Promise<Miss> => {
    const { createMiss } = await import('./miss.ts');
    return createMiss({
      client,
      catalogueTable: environment.CATALOGUE_TABLE,
      providers,
      readToken: async (secret, how) => {
        readSecret ??= (await import('./secret-reader.ts')).createSecretReader(clock);
        return readSecret(secret, how);
      },
      trustedOrigins: JSON.parse(environment.TRUSTED_ORIGINS) as string[],
      runtimeEndpoint: process.env.AWS_LAMBDA_RUNTIME_API,
      attemptTimeoutMs: Number(environment.ATTEMPT_TIMEOUT_MS),
      inspectBudgetMs: Number(environment.INSPECT_BUDGET_MS),
      clock,
      random: Math.random,
      breaker,
      observer: {
        onAttempt: (event) => record.attempts.push(event),
        onProvider: (event) => record.extractions.push(event),
        onManifests: (event) => record.manifests.push(event),
        onUnplayable: ({ sources }) => {
          record.dropped += sources;
        },
        onBuilt: ({ sources, subtitles, links }) => {
          record.dropped += sources + subtitles + links;
        },
      },
      onFailure: (error) => logger.warn('extraction failed', error as Error),
    });
  };

  return {
    blockedFor: async (signal) => {
      // A provider without a breaker can always be asked.
      if (guarded.length < providers.length) return 0;
      return Math.min(...(await Promise.all(guarded.map((name) => breaker.openFor(name, signal)))));
    },
    extract: async (content, deadline) => {
      try {
        miss ??= await load();
        return await miss(content, deadline);
      } catch (error) {
        // A chunk that cannot be loaded, a setting that cannot be read: the next request tries again.
        logger.error('the extraction cannot be loaded', error as Error);
        return { outcome: 'internal' };
      }
    },
  };
}

export const lifetimesOf = (environment: ExtractionEnvironment): Lifetimes => ({
  freshMs: Number(environment.FRESH_SECONDS) * 1000,
  staleMs: Number(environment.STALE_SECONDS) * 1000,
  notFoundMs: Number(environment.NOT_FOUND_SECONDS) * 1000,
});
