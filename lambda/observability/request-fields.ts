import type { CacheStatus } from '../cache/cache-status.ts';
import type { RequestRecord } from './request-record.ts';

export interface RequestFacts {
  readonly requestId: string | undefined;
  readonly method: string;
  readonly status: number;
  /** Whole milliseconds. */
  readonly responseTime: number;
}

/** What the log tells of every request. Whole events never: they hold addresses and keys. */
export function requestFields(facts: RequestFacts, record: RequestRecord): Record<string, unknown> {
  const { content, cache, client, limit, attempts, extractions, manifests, dropped } = record;
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
    ...(dropped > 0 && { dropped }),
    ...(record.coldStart && { coldStart: true }),
  };
}

/** Only what is out of the ordinary, beside where the answer came from: every byte of a log is paid for. */
function cacheFields(status: CacheStatus): Partial<CacheStatus> {
  return {
    tier: status.tier,
    outcome: status.outcome,
    ...(status.negative && { negative: true }),
    ...(status.stored && { stored: true }),
    ...(status.refresh !== 'none' && { refresh: status.refresh }),
    ...(status.handedOver && { handedOver: true }),
    ...(status.waitedMs > 0 && { waitedMs: status.waitedMs }),
    ...(status.tableErrors > 0 && { tableErrors: status.tableErrors }),
    ...(status.purgesUnknown && { purgesUnknown: true }),
  };
}
