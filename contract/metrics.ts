/*
 * Every metric of our own, defined once: the functions write them, the dashboard and the alarms read them. Constants
 * only, since the functions load this as they start.
 *
 * Dimensions are the service and the stage, for metrics of an upstream its name beside them, and nothing else:
 * CloudWatch bills every combination.
 */

export const METRICS_NAMESPACE = 'StreamApi';

/** The dimension `service`, and the same field of every log line. */
export const SERVICE = 'stream-api';

export type MetricUnitName = 'Count' | 'Milliseconds';

export interface MetricDefinition {
  readonly unit: MetricUnitName;
  /** What one value of it means. */
  readonly says: string;
}

export const METRICS = {
  Requests: { unit: 'Count', says: 'A request that reached the extract function.' },
  ColdStarts: { unit: 'Count', says: 'A container answered its first call.' },

  ValidationErrors: { unit: 'Count', says: 'Answered 400.' },
  NotAvailable: { unit: 'Count', says: 'Answered 404: no provider has the title.' },
  MethodErrors: { unit: 'Count', says: 'Answered 405.' },
  RateLimited: { unit: 'Count', says: 'Answered 429: the client was over its limit.' },
  InternalErrors: { unit: 'Count', says: 'Answered 500: a fault of ours.' },
  UnavailableErrors: { unit: 'Count', says: 'Answered 503: no provider could be asked.' },
  TimeoutErrors: { unit: 'Count', says: 'Answered 504: the extraction took too long.' },

  CachedResponseTime: { unit: 'Milliseconds', says: 'From arrival to an answer out of a cache tier.' },
  UncachedResponseTime: {
    unit: 'Milliseconds',
    says: 'From arrival to an answer that was extracted or waited for, or to a 504.',
  },

  CacheMemoryHits: { unit: 'Count', says: 'A fresh answer from the memory of the container.' },
  CacheTableHits: { unit: 'Count', says: 'A fresh answer from the table.' },
  CacheStaleHits: { unit: 'Count', says: 'A stale answer, from either tier.' },
  CacheNegativeHits: { unit: 'Count', says: 'A stored 404, from either tier.' },
  CacheMisses: { unit: 'Count', says: 'No usable answer stood in any tier.' },
  CacheTableErrors: { unit: 'Count', says: 'A call to the cache table failed; the request went on without it.' },
  PurgesUnknown: { unit: 'Count', says: 'A request was answered while the purges could not be read.' },
  LeaseWaitTime: { unit: 'Milliseconds', says: "A request waited so long for another container's extraction." },

  RefreshesStarted: { unit: 'Count', says: 'A stale answer set a refresh going.' },
  RefreshesNotStarted: { unit: 'Count', says: 'A stale answer could not set its refresh going.' },
  HandedOver: { unit: 'Count', says: 'An extraction ran out of time and goes on in the refresh function.' },
  Refreshes: { unit: 'Count', says: 'A refresh came to an end, whatever the end.' },
  RefreshesFailed: { unit: 'Count', says: 'A refresh ended without an answer from any provider.' },
  RefreshTime: { unit: 'Milliseconds', says: 'How long a refresh took.' },

  LimiterFallbacks: { unit: 'Count', says: 'A request was counted by its container alone: the shared count failed.' },
  CanarySuccess: { unit: 'Count', says: 'The canary visited the API: 1 when all was as a user expects it, else 0.' },
  CanaryResponseTime: { unit: 'Milliseconds', says: 'How long the canary waited for its second, cached answer.' },

  SourcesDropped: { unit: 'Count', says: 'Sources, subtitles and links that an extraction left out of its answer.' },
} as const satisfies Record<string, MetricDefinition>;

/** With the dimension `upstream`: the provider's name in the stage settings. */
export const UPSTREAM_METRICS = {
  UpstreamExtractions: { unit: 'Count', says: 'The upstream was asked for a title, with all its attempts.' },
  UpstreamFailures: { unit: 'Count', says: 'An extraction that ended without an answer; not found is an answer.' },
  UpstreamAttempts: { unit: 'Count', says: 'One call to the upstream.' },
  UpstreamLatency: { unit: 'Milliseconds', says: 'How long one call took.' },
  BreakerOpen: { unit: 'Count', says: 'The upstream was not asked: its breaker is open.' },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof METRICS;
export type UpstreamMetricName = keyof typeof UPSTREAM_METRICS;
