/*
 * Every custom metric: the functions write them, the dashboard and the alarms read them. The functions
 * know their units by name. The comments describe one value.
 *
 * Their dimensions are the service and the stage, and for metrics of a provider its name, as `upstream`. There are no
 * others: CloudWatch bills every combination.
 */

export const METRICS_NAMESPACE = 'StreamApi';

/** Value of the dimension `service` and of the same field of every log line. */
export const SERVICE = 'stream-api';

type Unit = 'Count' | 'Milliseconds' | 'Seconds';

export const METRICS = {
  Requests: 'Count', // A request that reached a function.
  ColdStarts: 'Count', // A container answered its first call.

  ValidationErrors: 'Count', // Answered 400.
  NotAvailable: 'Count', // Answered 404: no provider has the title.
  MethodErrors: 'Count', // Answered 405.
  RateLimited: 'Count', // Answered 429: the client was over its limit.
  InternalErrors: 'Count', // Answered 500: a fault of ours.
  UnavailableErrors: 'Count', // Answered 503: no provider could be asked.
  TimeoutErrors: 'Count', // Answered 504: the extraction took too long.

  CachedResponseTime: 'Milliseconds', // From arrival to an answer out of a cache tier.
  UncachedResponseTime: 'Milliseconds', // From arrival to an answer that was extracted or waited for, or to a 504.

  CacheMemoryHits: 'Count', // A fresh answer from the memory of the container.
  CacheTableHits: 'Count', // A fresh answer from the table.
  CacheStaleHits: 'Count', // A stale answer, from either tier.
  CacheNegativeHits: 'Count', // A stored 404, from either tier.
  CacheMisses: 'Count', // No tier had a usable answer.
  CacheTableErrors: 'Count', // A call to the cache table failed, and the request continued without it.
  PurgesUnknown: 'Count', // A request was answered while the purges could not be read.
  LeaseWaitTime: 'Milliseconds', // How long a request waited for another container's extraction.

  RefreshesStarted: 'Count', // A stale answer started a refresh.
  RefreshesNotStarted: 'Count', // A stale answer could not start its refresh.
  HandedOver: 'Count', // An extraction ran out of time and continues in the refresh function.
  Refreshes: 'Count', // A refresh ended, with whatever outcome.
  RefreshesFailed: 'Count', // A refresh ended without an answer from any provider.
  RefreshTime: 'Milliseconds', // How long a refresh took.

  PlaylistsServed: 'Count', // A playlist was answered, with or without a body.
  SteeringAnswers: 'Count', // A player asked which pathway to use.
  SteeringRenewals: 'Count', // A steering answer had links that its player did not have.
  SteeringRefreshes: 'Count', // A steering request started the refresh of its title.
  SteeringExpired: 'Count', // A steering answer had no link that has not expired.
  PathwaySwitches: 'Count', // A steering answer moved its player to another source.
  PlaybackLeftOut: 'Count', // An entry was stored without its master playlists: they would cost too much.

  LimiterFallbacks: 'Count', // A request was counted by its container alone: the shared count failed.
  CanarySuccess: 'Count', // The canary visited the API: 1 when the responses were as a user expects, else 0.
  CanaryResponseTime: 'Milliseconds', // How long the canary waited for its second, cached answer.

  ExtraCalls: 'Count', // A provider was asked beside a silent one.
  ExtraCallsWon: 'Count', // The provider of an extra call found the title first.
  ExtraCallsRefused: 'Count', // A provider was due to be asked beside a silent one, and the budget was spent.
  HealthRuns: 'Count', // The health of sources was looked at: 1, or 0 when no origin at all answered.
  SourcesProbed: 'Count', // Sources that a run asked for.
  SourcesDown: 'Count', // Of these, sources that are down.
  OriginsDown: 'Count', // Origins of which every source that a run asked for failed.

  PlayedSeconds: 'Seconds', // How long a player showed pictures, of one post of its records.
  StalledSeconds: 'Seconds', // How long it waited for media after it had begun.
  PlaybackErrors: 'Count', // Errors that it reported.
  StartupTime: 'Milliseconds', // From the wish to watch to the first picture.
  PreferencesFailed: 'Count', // A viewer's preferences were not read or kept: a secret or a table did not answer.
  TokensRefused: 'Count', // A viewer's token did not hold.

  SigningFailed: 'Count', // A signing key could not be read, and none is left: links of its CDN are a 503.
  SigningKeysUnread: 'Count', // A signing key could not be read, and the last one that was is used.

  SourcesDropped: 'Count', // Sources, subtitles and links that an extraction left out of its answer.
} as const satisfies Record<string, Unit>;

/** With the dimension `upstream`, which is the provider's name in the stage settings. */
export const PROVIDER_METRICS = {
  UpstreamExtractions: 'Count', // The provider was asked for a title, with all its attempts.
  UpstreamFailures: 'Count', // An extraction that ended without an answer; not found is an answer.
  UpstreamAttempts: 'Count', // One call to the provider.
  UpstreamLatency: 'Milliseconds', // How long one call took.
  BreakerOpen: 'Count', // The provider was not asked: its breaker is open.
} as const satisfies Record<string, Unit>;

/** The unit of a metric by its name, so that a function need not hold the table of all of them. */
export function unitOf(metric: string): Unit {
  if (metric.endsWith('Seconds')) return 'Seconds';
  return /(Time|Latency)$/.test(metric) ? 'Milliseconds' : 'Count';
}

export type MetricName = keyof typeof METRICS;

/** One value of one metric. */
export type Measurement = readonly [metric: MetricName, value: number];
export type ProviderMetricName = keyof typeof PROVIDER_METRICS;
