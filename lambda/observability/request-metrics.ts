import type { ErrorName } from '../../contract/errors/error-table.ts';
import type { Measurement, MetricName } from '../../contract/metrics.ts';
import type { CacheStatus } from '../cache/cache-status.ts';
import { extraCallMetrics } from './extra-call-metrics.ts';
import type { RequestContext } from './request-context.ts';

export interface AnswerFacts {
  /** The row of the error table, when the answer is an error. */
  readonly error?: ErrorName | undefined;
  /** Whole milliseconds. */
  readonly responseTime: number;
}

/** The metric of each error that the function itself answers. The gateway's errors never reach it. */
const ERROR_METRICS: Partial<Record<ErrorName, MetricName>> = {
  validation: 'ValidationErrors',
  badRequest: 'ValidationErrors',
  notAvailable: 'NotAvailable',
  removed: 'NotAvailable',
  methodNotAllowed: 'MethodErrors',
  tooManyRequests: 'RateLimited',
  internal: 'InternalErrors',
  unavailable: 'UnavailableErrors',
  timeout: 'TimeoutErrors',
};

/** The measurements of one request, each metric at most once. */
export function requestMetrics(context: RequestContext, { error, responseTime }: AnswerFacts): Measurement[] {
  const measured: Measurement[] = [['Requests', 1]];
  const errorMetric = error && ERROR_METRICS[error];
  if (errorMetric) measured.push([errorMetric, 1]);
  if (context.coldStart) measured.push(['ColdStarts', 1]);
  if (context.limit?.fallback) measured.push(['LimiterFallbacks', 1]);
  if (context.events.dropped > 0) measured.push(['SourcesDropped', context.events.dropped]);
  const { extractions, extraCallsRefused } = context.events;
  if (extractions.length > 0 || extraCallsRefused > 0) measured.push(...extraCallMetrics(context.events));
  measured.push(...context.measured);
  if (context.cache) addCacheMetrics(measured, context.cache, error, responseTime);
  return measured;
}

function addCacheMetrics(
  measured: Measurement[],
  status: CacheStatus,
  error: ErrorName | undefined,
  responseTime: number,
): void {
  if (wasLookedUp(status, error)) {
    measured.push([outcomeMetric(status), 1]);
    if (status.tier !== 'provider') measured.push(['CachedResponseTime', responseTime]);
    // Not of a 503: an open breaker answers at once, and would make an outage look fast.
    else if (error !== 'unavailable') measured.push(['UncachedResponseTime', responseTime]);
  }
  if (status.tableErrors > 0) measured.push(['CacheTableErrors', status.tableErrors]);
  if (status.purgesUnknown) measured.push(['PurgesUnknown', 1]);
  if (status.waitedMs > 0) measured.push(['LeaseWaitTime', status.waitedMs]);
  if (status.refresh === 'started') measured.push(['RefreshesStarted', 1]);
  if (status.refresh === 'failed') measured.push(['RefreshesNotStarted', 1]);
  if (status.playbackLeftOut) measured.push(['PlaybackLeftOut', 1]);
  if (status.handedOver) measured.push(['HandedOver', 1]);
}

/** Whether the cache was used: not by a request that was refused, or failed by a fault of ours. */
function wasLookedUp({ outcome }: CacheStatus, error: ErrorName | undefined): boolean {
  return outcome !== 'failed' || error === 'unavailable' || error === 'timeout';
}

function outcomeMetric({ tier, outcome, negative }: CacheStatus): MetricName {
  if (tier === 'provider') return 'CacheMisses';
  if (negative) return 'CacheNegativeHits';
  if (outcome === 'stale') return 'CacheStaleHits';
  return tier === 'memory' ? 'CacheMemoryHits' : 'CacheTableHits';
}
