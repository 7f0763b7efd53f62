/*
 * Every custom metric: the functions write them, the dashboard and the alarms read them. Constants only, since the
 * functions load this file as they start.
 *
 * Their dimensions are the service and the stage, and for metrics of a provider its name, as `upstream`. There are no
 * others: CloudWatch bills every combination.
 */

export const METRICS_NAMESPACE = 'StreamApi';

/** Value of the dimension `service` and of the same field of every log line. */
export const SERVICE = 'stream-api';

export type MetricUnitName = 'Count' | 'Milliseconds';

export interface MetricDefinition {
  readonly unit: MetricUnitName;
  /** What one value means. */
  readonly description: string;
}

export const METRICS = {
  Requests: { unit: 'Count', description: 'A request that reached the extract function.' },
  ColdStarts: { unit: 'Count', description: 'A container answered its first call.' },

  ValidationErrors: { unit: 'Count', description: 'Answered 400.' },
  NotAvailable: { unit: 'Count', description: 'Answered 404: no provider has the title.' },
  MethodErrors: { unit: 'Count', description: 'Answered 405.' },
  RateLimited: { unit: 'Count', description: 'Answered 429: the client was over its limit.' },
  InternalErrors: { unit: 'Count', description: 'Answered 500: a fault of ours.' },
  UnavailableErrors: { unit: 'Count', description: 'Answered 503: no provider could be asked.' },
  TimeoutErrors: { unit: 'Count', description: 'Answered 504: the extraction took too long.' },

  CachedResponseTime: { unit: 'Milliseconds', description: 'From arrival to an answer out of a cache tier.' },
  UncachedResponseTime: {
    unit: 'Milliseconds',
    description: 'From arrival to an answer that was extracted or waited for, or to a 504.',
  },

  CacheMemoryHits: { unit: 'Count', description: 'A fresh answer from the memory of the container.' },
  CacheTableHits: { unit: 'Count', description: 'A fresh answer from the table.' },
  CacheStaleHits: { unit: 'Count', description: 'A stale answer, from either tier.' },
  CacheNegativeHits: { unit: 'Count', description: 'A stored 404, from either tier.' },
  CacheMisses: { unit: 'Count', description: 'No tier had a usable answer.' },
  CacheTableErrors: {
    unit: 'Count',
    description: 'A call to the cache table failed, and the request continued without it.',
  },
  PurgesUnknown: { unit: 'Count', description: 'A request was answered while the purges could not be read.' },
  LeaseWaitTime: { unit: 'Milliseconds', description: "How long a request waited for another container's extraction." },

  RefreshesStarted: { unit: 'Count', description: 'A stale answer started a refresh.' },
  RefreshesNotStarted: { unit: 'Count', description: 'A stale answer could not start its refresh.' },
  HandedOver: { unit: 'Count', description: 'An extraction ran out of time and continues in the refresh function.' },
  Refreshes: { unit: 'Count', description: 'A refresh ended, with whatever outcome.' },
  RefreshesFailed: { unit: 'Count', description: 'A refresh ended without an answer from any provider.' },
  RefreshTime: { unit: 'Milliseconds', description: 'How long a refresh took.' },

  LimiterFallbacks: {
    unit: 'Count',
    description: 'A request was counted by its container alone: the shared count failed.',
  },
  CanarySuccess: {
    unit: 'Count',
    description: 'The canary visited the API: 1 when the responses were as a user expects, else 0.',
  },
  CanaryResponseTime: {
    unit: 'Milliseconds',
    description: 'How long the canary waited for its second, cached answer.',
  },

  SourcesDropped: {
    unit: 'Count',
    description: 'Sources, subtitles and links that an extraction left out of its answer.',
  },
} as const satisfies Record<string, MetricDefinition>;

/** With the dimension `upstream`, which is the provider's name in the stage settings. */
export const PROVIDER_METRICS = {
  UpstreamExtractions: { unit: 'Count', description: 'The provider was asked for a title, with all its attempts.' },
  UpstreamFailures: {
    unit: 'Count',
    description: 'An extraction that ended without an answer; not found is an answer.',
  },
  UpstreamAttempts: { unit: 'Count', description: 'One call to the provider.' },
  UpstreamLatency: { unit: 'Milliseconds', description: 'How long one call took.' },
  BreakerOpen: { unit: 'Count', description: 'The provider was not asked: its breaker is open.' },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof METRICS;
export type ProviderMetricName = keyof typeof PROVIDER_METRICS;
