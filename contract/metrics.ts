/*
 * Every custom metric: the functions write them, the dashboard and the alarms read them. Names and units only, since
 * the functions load this file as they start. The comments describe one value.
 *
 * Their dimensions are the service and the stage, and for metrics of a provider its name, as `upstream`. There are no
 * others: CloudWatch bills every combination.
 */

export const METRICS_NAMESPACE = 'StreamApi';

/** Value of the dimension `service` and of the same field of every log line. */
export const SERVICE = 'stream-api';

type Unit = 'Count' | 'Milliseconds';

export const METRICS = {
  /** A request that reached the extract function. */
  Requests: 'Count',
  /** A container answered its first call. */
  ColdStarts: 'Count',

  /** Answered 400. */
  ValidationErrors: 'Count',
  /** Answered 404: no provider has the title. */
  NotAvailable: 'Count',
  /** Answered 405. */
  MethodErrors: 'Count',
  /** Answered 429: the client was over its limit. */
  RateLimited: 'Count',
  /** Answered 500: a fault of ours. */
  InternalErrors: 'Count',
  /** Answered 503: no provider could be asked. */
  UnavailableErrors: 'Count',
  /** Answered 504: the extraction took too long. */
  TimeoutErrors: 'Count',

  /** From arrival to an answer out of a cache tier. */
  CachedResponseTime: 'Milliseconds',
  /** From arrival to an answer that was extracted or waited for, or to a 504. */
  UncachedResponseTime: 'Milliseconds',

  /** A fresh answer from the memory of the container. */
  CacheMemoryHits: 'Count',
  /** A fresh answer from the table. */
  CacheTableHits: 'Count',
  /** A stale answer, from either tier. */
  CacheStaleHits: 'Count',
  /** A stored 404, from either tier. */
  CacheNegativeHits: 'Count',
  /** No tier had a usable answer. */
  CacheMisses: 'Count',
  /** A call to the cache table failed, and the request continued without it. */
  CacheTableErrors: 'Count',
  /** A request was answered while the purges could not be read. */
  PurgesUnknown: 'Count',
  /** How long a request waited for another container's extraction. */
  LeaseWaitTime: 'Milliseconds',

  /** A stale answer started a refresh. */
  RefreshesStarted: 'Count',
  /** A stale answer could not start its refresh. */
  RefreshesNotStarted: 'Count',
  /** An extraction ran out of time and continues in the refresh function. */
  HandedOver: 'Count',
  /** A refresh ended, with whatever outcome. */
  Refreshes: 'Count',
  /** A refresh ended without an answer from any provider. */
  RefreshesFailed: 'Count',
  /** How long a refresh took. */
  RefreshTime: 'Milliseconds',

  /** A request was counted by its container alone: the shared count failed. */
  LimiterFallbacks: 'Count',
  /** The canary visited the API: 1 when the responses were as a user expects, else 0. */
  CanarySuccess: 'Count',
  /** How long the canary waited for its second, cached answer. */
  CanaryResponseTime: 'Milliseconds',

  /** Sources, subtitles and links that an extraction left out of its answer. */
  SourcesDropped: 'Count',
} as const satisfies Record<string, Unit>;

/** With the dimension `upstream`, which is the provider's name in the stage settings. */
export const PROVIDER_METRICS = {
  /** The provider was asked for a title, with all its attempts. */
  UpstreamExtractions: 'Count',
  /** An extraction that ended without an answer; not found is an answer. */
  UpstreamFailures: 'Count',
  /** One call to the provider. */
  UpstreamAttempts: 'Count',
  /** How long one call took. */
  UpstreamLatency: 'Milliseconds',
  /** The provider was not asked: its breaker is open. */
  BreakerOpen: 'Count',
} as const satisfies Record<string, Unit>;

export type MetricName = keyof typeof METRICS;
export type ProviderMetricName = keyof typeof PROVIDER_METRICS;
