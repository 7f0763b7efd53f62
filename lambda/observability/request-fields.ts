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
  const { content, cache, client, limit, events } = context;
  const { attempts, extractions, manifests, leftOut, dropped, extraCallsRefused } = events;
  const fields: Record<string, unknown> = { ...facts, ...content };
  if (cache) fields.cache = cacheFields(cache);
  if (client) fields.client = client.hash;
  if (client?.saltIsLocal) fields.clientIsLocal = true;
  if (limit?.failure) fields.limiterFailure = limit.failure;
  if (attempts.length > 0) fields.attempts = attempts;
  if (extractions.length > 0) fields.extractions = extractions;
  if (manifests.length > 0) fields.manifests = manifests;
  if (leftOut.length > 0) fields.leftOut = leftOut;
  if (dropped > 0) fields.dropped = dropped;
  if (extraCallsRefused > 0) fields.extraCallsRefused = extraCallsRefused;
  if (context.coldStart) fields.coldStart = true;
  return fields;
}

/** Where the answer came from, and what is out of the ordinary: every byte of a log is paid for. */
function cacheFields(status: CacheStatus): Partial<CacheStatus> {
  const { tier, outcome } = status;
  const fields: { -readonly [Field in keyof CacheStatus]?: CacheStatus[Field] } = { tier, outcome };
  if (status.negative) fields.negative = true;
  if (status.stored) fields.stored = true;
  if (status.playbackLeftOut) fields.playbackLeftOut = true;
  if (status.refresh !== 'none') fields.refresh = status.refresh;
  if (status.handedOver) fields.handedOver = true;
  if (status.waitedMs > 0) fields.waitedMs = status.waitedMs;
  if (status.tableErrors > 0) fields.tableErrors = status.tableErrors;
  if (status.purgesUnknown) fields.purgesUnknown = true;
  return fields;
}
