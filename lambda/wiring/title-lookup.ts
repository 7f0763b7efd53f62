import { newCacheStatus } from '../cache/cache-status.ts';
import type { CacheResult, TieredCache } from '../cache/tiered-cache.ts';
import type { Clock } from '../clock.ts';
import { whenAllowed } from '../middleware/request-limiter.ts';
import type { ExtractionObserver } from '../providers/events.ts';
import { type Content, contentOf } from '../stream/content.ts';
import type { ResponseFacts } from './cache-response.ts';
import type { Finish, Finisher } from './finish/finisher.ts';
import { type RouteRequest, validQuery } from './route-handler.ts';

export interface LookupOptions {
  readonly cache: TieredCache<ExtractionObserver>;
  readonly clock: Clock;
  /** The step after the cache, where the stage has one. */
  readonly finisher?: Finisher | undefined;
}

export interface TitleLookup {
  readonly content: Content;
  /** Rejects for a client that is over its limit. */
  readonly result: Promise<CacheResult>;
  /** For an answer, where the stage has a step after the cache. */
  readonly finish: Finish | undefined;
  /** For the response, once there is a result. */
  factsNow(): ResponseFacts;
}

/** Looks the title of a request up, beside the decision of the rate limit and the reads that finishing will need. */
export function titleLookup(
  { cache, clock, finisher }: LookupOptions,
  { event, deadline, context }: RouteRequest,
): TitleLookup {
  const content = contentOf(validQuery(event));
  const status = newCacheStatus();
  context.content = content;
  context.cache = status;
  const lookup = { allowed: whenAllowed(context), deadline, observer: context.events };
  return {
    content,
    finish: finisher?.begin(content),
    result: cache.get(content, lookup, status).catch((refusal) => {
      // Over its limit: what was looked up meanwhile is not used.
      context.cache = undefined;
      throw refusal;
    }),
    factsNow: () => ({ content, status, now: clock.now(), event, request: context }),
  };
}
