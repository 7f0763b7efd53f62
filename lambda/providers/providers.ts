import type { ProviderSettings } from '../../contract/provider-settings.ts';
import { hasBreaker } from '../../contract/settings/has-breaker.ts';
import type { Clock } from '../clock.ts';
import { inspect } from '../manifests/inspect.ts';
import type { RuntimeEndpoint } from '../outgoing/address-guard.ts';
import type { ResolveName } from '../outgoing/guarded-agent.ts';
import { createHttpClient, type HttpClient } from '../outgoing/http-client.ts';
import { playableSources } from '../stream/answer.ts';
import { UNPLAYABLE, unplayableReason } from './answer/unplayable.ts';
import { type Breaker, withBreaker } from './breaker.ts';
import { type CatalogueReader, createCatalogueProvider } from './catalogue-provider.ts';
import { createChain } from './chain.ts';
import { createHttpProvider, type TokenReader } from './http-provider.ts';
import { InvalidAnswerError, NotFoundError, type Provider, type ProvideSources } from './provider.ts';

export interface ProvidersOptions {
  /** Asked in this order. */
  readonly providers: readonly ProviderSettings[];
  readonly readCatalogue: CatalogueReader;
  /** Reads a bearer token by its secret's name; `refresh` bypasses every cached copy. */
  readonly readToken: (secret: string, options?: { readonly refresh?: boolean }) => Promise<string | undefined>;
  /** Private origins (scheme, host, port) whose manifests may be fetched. */
  readonly trustedOrigins: readonly string[];
  /** The value of AWS_LAMBDA_RUNTIME_API: never connected to. */
  readonly runtimeEndpoint?: RuntimeEndpoint;
  readonly attemptTimeoutMs: number;
  readonly inspectBudgetMs: number;
  readonly clock: Clock;
  /** Evenly distributed from 0 to below 1. */
  readonly random: () => number;
  readonly resolve?: ResolveName;
  /** Makes every request instead of a guarded client of these settings. */
  readonly httpClient?: HttpClient;
  /** Reads media another way where its host refuses. */
  readonly delivery?: { through(client: HttpClient): HttpClient } | undefined;
  /** Stops calls to an HTTP provider while it fails. */
  readonly breaker?: Breaker | undefined;
  /** How several are asked: in order, one after the other, unless it is set. */
  readonly strategy?: Strategy | undefined;
}

/** How the providers of a stage are asked, whose order is that of the stage settings. */
export type Strategy = (providers: readonly Provider[], clock: Clock) => ProvideSources;

/**
 * All of a stage's providers as one, manifests inspected, with its kept-alive connections: make it once per container.
 *
 * @returns a function that throws NotFoundError when no provider has the content, and UnavailableError when none found
 *   it and not all could be asked
 */
export function createProviders(options: ProvidersOptions): ProvideSources {
  const own = options.httpClient ?? createHttpClient(options);
  const client = options.delivery?.through(own) ?? own;
  const providers = options.providers.map((settings) => {
    const provider = withAsked(providerOf(settings, own, options));
    // Whether its sources play is judged outside the breaker: one unplayable title does not make a provider unhealthy.
    const guarded = hasBreaker(settings) && options.breaker ? withBreaker(provider, options.breaker) : provider;
    return withInspection(guarded, settings, client, options);
  });
  return (options.strategy ?? createChain)(providers, options.clock);
}

function providerOf(settings: ProviderSettings, client: HttpClient, options: ProvidersOptions): Provider {
  const { clock, random, attemptTimeoutMs } = options;
  if (settings.type === 'catalogue') {
    return createCatalogueProvider({ name: settings.name, read: options.readCatalogue, clock });
  }
  const { name, url, tokenSecret } = settings;
  const token: TokenReader | undefined =
    tokenSecret === undefined ? undefined : (how) => options.readToken(tokenSecret, how);
  return createHttpProvider({ name, url, client, token, clock, random, attemptTimeoutMs });
}

/** The same provider, which reports that it is asked. */
const withAsked = ({ name, extract }: Provider): Provider => ({
  name,
  extract: (content, deadline, observer, beforeRetry) => {
    observer.onAsked?.({ provider: name });
    return extract(content, deadline, observer, beforeRetry);
  },
});

/**
 * The same provider, with its manifests inspected; it has found something only when a source is playable. An
 * unplayable list from an HTTP provider is an invalid answer (503); from the catalogue, which leaves out manifests
 * that are gone, it is not-found (404).
 */
function withInspection(
  { name, extract }: Provider,
  { type }: ProviderSettings,
  client: HttpClient,
  { clock, inspectBudgetMs }: ProvidersOptions,
): Provider {
  return {
    name,
    extract: async (content, deadline, observer, beforeRetry) => {
      const found = await extract(content, deadline, observer, beforeRetry);
      const named = { ...found, sources: found.sources.map((source) => ({ ...source, provider: name })) };
      const extraction = await inspect(named, {
        client,
        clock,
        deadline,
        budgetMs: inspectBudgetMs,
        dropGone: type === 'catalogue',
        onInspected: (counts) => observer.onManifests?.({ provider: name, ...counts }),
      });
      const { sources } = extraction;
      const playable = playableSources(sources, clock.now()).length;
      if (playable > 0) {
        observer.onPlayable?.({ provider: name, sources: playable });
        return extraction;
      }
      observer.onUnplayable?.({ provider: name, sources: sources.length });
      const reason = unplayableReason(found.sources, found.unusable ?? [], clock.now());
      const message = reason === '' ? UNPLAYABLE : `${UNPLAYABLE}: ${reason}`;
      // Inspection removes sound. Where nothing is left, or all that is left needs headers, the answer was valid and a
      // retry would not help.
      const isValid = sources.every(({ needsHeaders }) => needsHeaders);
      throw type === 'catalogue' || isValid ? new NotFoundError(message) : new InvalidAnswerError(message);
    },
  };
}
