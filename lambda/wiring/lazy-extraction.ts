import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Lifetimes } from '../cache/entry.ts';
import type { AnswerExtraction } from '../cache/extraction.ts';
import type { recentTitles } from '../health/recent-titles.ts';
import type { ExtractionObserver } from '../providers/events.ts';
import type { Content } from '../stream/content.ts';
import type { AnswerFromProviders } from './answer-from-providers.ts';
import type { SecretReader } from './clients/secret-reader.ts';
import type { DeliveryOf } from './delivery/delivery-of.ts';
import type { ExtractionEnvironment } from './environment.ts';
import { providersOf, type SharedCache } from './shared-cache.ts';

type NoteTitle = ReturnType<typeof recentTitles>;

/**
 * The extraction behind a cache. What it needs is loaded when the first one begins, so that a hit never pays for it.
 */
export function lazyExtraction(
  environment: ExtractionEnvironment,
  client: DynamoDBDocumentClient,
  { clock, breaker, providersWithBreaker }: SharedCache,
  delivery?: DeliveryOf,
): AnswerExtraction<ExtractionObserver> {
  const providers = providersOf(environment);
  let findAnswer: AnswerFromProviders | undefined;
  let readSecret: SecretReader | undefined;
  let note: NoteTitle | undefined;

  const load = async (): Promise<AnswerFromProviders> => {
    const { answerFromProviders } = await import('./answer-from-providers.ts');
    const { logger } = await import('../observability/telemetry.ts');
    return answerFromProviders({
      client,
      catalogueTable: environment.CATALOGUE_TABLE,
      providers,
      readToken: async (secret, how) => {
        readSecret ??= (await import('./clients/secret-reader.ts')).createSecretReader(clock);
        return readSecret(secret, how);
      },
      trustedOrigins: JSON.parse(environment.TRUSTED_ORIGINS) as string[],
      runtimeEndpoint: process.env.AWS_LAMBDA_RUNTIME_API,
      delivery: await delivery?.(),
      attemptTimeoutMs: Number(environment.ATTEMPT_TIMEOUT_MS),
      inspectBudgetMs: Number(environment.INSPECT_BUDGET_MS),
      clock,
      random: Math.random,
      breaker,
      strategy: environment.FALLBACK
        ? (await import('../providers/fallback/strategy.ts')).strategyOf(environment.FALLBACK)
        : undefined,
      onFailure: (error) => logger.warn('extraction failed', error as Error),
    });
  };

  /** Beside the extraction, which takes longer. */
  const noted = async (content: Content): Promise<void> => {
    const { HEALTH_TABLE: table, NOTED_SHARE } = environment;
    if (table === '') return;
    const options = { client, table, clock, random: Math.random, share: Number(NOTED_SHARE) };
    note ??= (await import('../health/recent-titles.ts')).recentTitles(options);
    await note(content);
  };

  return {
    blockedFor: async (signal) => {
      // A provider without a breaker can always be asked.
      if (providersWithBreaker.length < providers.length) return 0;
      return Math.min(...(await Promise.all(providersWithBreaker.map((name) => breaker.openFor(name, signal)))));
    },
    extract: async (content, deadline, observer = {}) => {
      try {
        findAnswer ??= await load();
        const [outcome] = await Promise.all([findAnswer(content, deadline, observer), noted(content)]);
        return outcome;
      } catch (error) {
        // A chunk that cannot be loaded, a setting that cannot be read: the next request tries again.
        const { logger } = await import('../observability/telemetry.ts');
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
