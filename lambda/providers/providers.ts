import type { Clock } from '../clock.ts';
import type { Deadline } from '../deadline.ts';
import { inspect } from '../manifests/inspect.ts';
import type { RuntimeEndpoint } from '../outgoing/address-guard.ts';
import type { ResolveName } from '../outgoing/guarded-agent.ts';
import { createHttpClient, type HttpClient } from '../outgoing/http-client.ts';
import { playableSources } from '../stream/answer.ts';
import type { Extraction } from '../stream/candidate.ts';
import type { Content } from '../stream/content.ts';
import { type Breaker, withBreaker } from './breaker.ts';
import { type CatalogueReader, createCatalogueExtractor } from './catalogue-provider.ts';
import { createChain } from './chain.ts';
import type { AttemptReport, ExtractionObserver } from './events.ts';
import { createHttpExtractor } from './http-provider.ts';
import { type Extractor, InvalidAnswerError, NotFoundError } from './provider.ts';

/** One place to ask for sources, as the environment lists it. */
export type Provider =
  | {
      readonly type: 'http';
      readonly name: string;
      readonly url: string;
      readonly tokenSecret?: string | undefined;
    }
  | { readonly type: 'catalogue'; readonly name: string };

export interface ExtractionOptions {
  /** Asked in this order. */
  readonly providers: readonly Provider[];
  readonly readCatalogue: CatalogueReader;
  /** Reads a bearer token by its secret's name; `refresh` asks past whatever is kept. */
  readonly readToken: (secret: string, options?: { readonly refresh?: boolean }) => Promise<string | undefined>;
  /** Private origins (scheme, host, port) whose manifests may be fetched. */
  readonly trustedOrigins: readonly string[];
  /** The value of AWS_LAMBDA_RUNTIME_API: never reached. */
  readonly runtimeEndpoint?: RuntimeEndpoint;
  readonly attemptTimeoutMs: number;
  readonly inspectBudgetMs: number;
  readonly clock: Clock;
  /** Evenly distributed from 0 to below 1. */
  readonly random: () => number;
  readonly observer?: ExtractionObserver | undefined;
  readonly resolve?: ResolveName;
  /** Stops asking an extractor service while it fails. */
  readonly breaker?: Breaker | undefined;
}

/**
 * Everything a miss needs to find sources, with its kept-alive connections: make it once per container, on the first
 * miss.
 *
 * @returns a function that finds one content's sources, manifests inspected; it throws NotFoundError when no provider
 *   has the content, and UnavailableError when none found it and not all could be asked
 */
export function createExtraction(
  options: ExtractionOptions,
): (content: Content, deadline: Deadline) => Promise<Extraction> {
  const client = createHttpClient(options);
  return createChain(
    options.providers.map((provider) => {
      const asked = extractorOf(provider, client, options);
      // A title whose sources do not play says nothing about the service: what it lists is judged outside the breaker.
      const extractor = provider.type === 'http' && options.breaker ? withBreaker(asked, options.breaker) : asked;
      return inspecting(extractor, provider, client, options);
    }),
    options,
  );
}

function extractorOf(provider: Provider, client: HttpClient, options: ExtractionOptions): Extractor {
  const { clock, random, attemptTimeoutMs, observer } = options;
  const onAttempt = (report: AttemptReport) => observer?.onAttempt?.(report);
  if (provider.type === 'catalogue') {
    return createCatalogueExtractor({ name: provider.name, read: options.readCatalogue, clock, onAttempt });
  }
  const { name, url, tokenSecret } = provider;
  return createHttpExtractor({
    name,
    url,
    client,
    token: tokenSecret === undefined ? undefined : (how) => options.readToken(tokenSecret, how),
    clock,
    random,
    attemptTimeoutMs,
    onAttempt,
  });
}

/**
 * Only what can be played counts as found. The operator's own catalogue knows best that what it lists should exist: there
 * a dead manifest is left out, and a title of dead links is one that it does not have. A service that has nothing better
 * to offer does not work as it should.
 */
function inspecting(
  extractor: Extractor,
  provider: Provider,
  client: HttpClient,
  { clock, inspectBudgetMs, observer }: ExtractionOptions,
): Extractor {
  const { name } = extractor;
  return {
    name,
    extract: async (content, deadline) => {
      const extraction = await inspect(await extractor.extract(content, deadline), {
        client,
        clock,
        deadline,
        budgetMs: inspectBudgetMs,
        dropGone: provider.type === 'catalogue',
        onInspection: (report) => observer?.onInspection?.({ extractor: name, ...report }),
      });
      const { sources } = extraction;
      if (playableSources(sources, clock.now()).length > 0) return extraction;
      observer?.onUnplayable?.({ extractor: name, sources: sources.length });
      const message = `${name} lists only sources that cannot be played`;
      // Nothing is left of a list of sound alone: it is answered well, and asking again would not help.
      const isSound = sources.length === 0;
      throw provider.type === 'catalogue' || isSound ? new NotFoundError(message) : new InvalidAnswerError(message);
    },
  };
}
