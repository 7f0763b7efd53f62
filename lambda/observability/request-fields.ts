import type { CacheStatus } from '../cache/cache-status.ts';
import type { RequestContext } from './request-context.ts';

export interface RequestFacts {
  readonly requestId: string | undefined;
  readonly method: string;
  readonly status: number;
  /** Whole milliseconds. */
  readonly responseTime: number;
}

/** The log fields of a request. Never the whole event: it holds addresses and keys. */
export function requestFields(facts: RequestFacts, context: RequestContext): Record<string, unknown> {
  const { content, cache, client, limit, events, coldStart } = context;
  const { attempts, extractions, manifests, leftOut, dropped, extraCallsRefused } = events;
  return {
    ...facts,
    ...content,
    ...(cache && { cache: cacheFields(cache) }),
    ...(client && { client: client.hash }),
    ...(client?.saltIsLocal && { clientIsLocal: true }),
    ...(limit?.failure && { limiterFailure: limit.failure }),
    ...(attempts.length > 0 && { attempts }),
    ...(extractions.length > 0 && { extractions }),
    ...(manifests.length > 0 && { manifests }),
    ...(leftOut.length > 0 && { leftOut }),
    ...(dropped > 0 && { dropped }),
    ...(extraCallsRefused > 0 && { extraCallsRefused }),
    ...(coldStart && { coldStart: true }),
  };
}

/** Where the answer came from, and what is out of the ordinary: every byte of a log is paid for. */
function cacheFields(status: CacheStatus): Partial<CacheStatus> {
  return {
    tier: status.tier,
    outcome: status.outcome,
    ...(status.negative && { negative: true }),
    ...(status.stored && { stored: true }),
    ...(status.playbackLeftOut && { playbackLeftOut: true }),
    ...(status.refresh !== 'none' && { refresh: status.refresh }),
    ...(status.handedOver && { handedOver: true }),
    ...(status.waitedMs > 0 && { waitedMs: status.waitedMs }),
    ...(status.tableErrors > 0 && { tableErrors: status.tableErrors }),
    ...(status.purgesUnknown && { purgesUnknown: true }),
  };
}
