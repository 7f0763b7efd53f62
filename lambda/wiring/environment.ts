import { z } from 'zod';

/*
 * The environment of each function, as a schema. It types the construct that sets the variables (a missing one does not
 * compile), is checked at synth, and is made into a table of patterns that is checked at cold start. Functions import
 * only its types: Zod stays out of the bundle.
 */

const text = z.string().min(1);
const whole = z.string().regex(/^\d{1,9}$/);
const share = z.string().regex(/^(0(\.\d{1,6})?|1)$/);

/** For every function with access to the cache. */
const cacheEnvironment = z.object({
  STAGE: text,
  CACHE_TABLE: text,
  /** Prefix of every cache key. It changes with the providers, so that no set-up serves the answers of another. */
  CACHE_NAMESPACE: text,
  /** JSON array of `providerSettings` (contract/provider-settings.ts), in the order they are asked. */
  PROVIDERS: text,
});
export type CacheEnvironment = z.infer<typeof cacheEnvironment>;

/** For every function that extracts. */
const extractionEnvironment = cacheEnvironment.extend({
  CATALOGUE_TABLE: text,
  /** JSON array of private origins (`http://127.0.0.1:3000`) whose manifests may be fetched. */
  TRUSTED_ORIGINS: text,
  FRESH_SECONDS: whole,
  STALE_SECONDS: whole,
  NOT_FOUND_SECONDS: whole,
  /** A request must be answered this long after it reached the gateway; a refresh ends this long after it began. */
  DEADLINE_MS: whole,
  /** One call to a provider. */
  ATTEMPT_TIMEOUT_MS: whole,
  /** How several providers are asked: JSON of `FunctionFallback`. Empty where it is one after the other. */
  FALLBACK: z.string(),
  /** The CDNs that links lead through: JSON array of `CdnSettings`. Empty where there is none. */
  CDNS: z.string(),
  /** One manifest; all of one answer together have twice that. */
  INSPECT_BUDGET_MS: whole,
  /** Of what is known of the health of sources; empty in a stage that does not look. */
  HEALTH_TABLE: z.string(),
  /** The share of extractions that are noted for the prober, 0 to 1. */
  NOTED_SHARE: share,
  /** Name or ARN of the notify function's alias; empty in a stage without a WebSocket API. */
  NOTIFY_FUNCTION: z.string(),
});
export type ExtractionEnvironment = z.infer<typeof extractionEnvironment>;

/** For every function that counts the requests of its clients. */
const limitsEnvironment = z.object({
  LIMITS_TABLE: text,
  /** Requests per client and window. */
  RATE_LIMIT: whole,
  RATE_WINDOW_SECONDS: whole,
  /** Leading bits of an IPv6 address that identify a client. */
  IPV6_PREFIX_LENGTH: whole,
  /**
   * Ids of the API keys that only the stage's own CloudFront distribution sends, separated by commas: the present one
   * and the one before it. Empty where there is none.
   */
  EDGE_KEY_ID: z.string(),
});
export type LimitsEnvironment = z.infer<typeof limitsEnvironment>;

export const extractEnvironment = extractionEnvironment.extend({
  ...limitsEnvironment.shape,
  /** JSON array of origins that may read answers across origins. */
  CORS_ORIGINS: text,
  /** The share of successful requests that are logged, 0 to 1. */
  LOG_SAMPLING: share,
  /** Bound of the memory tier, in MiB. */
  MEMORY_CACHE_MIB: whole,
  /** Middy answers 504 this long before Lambda would end the function. */
  EARLY_TIMEOUT_RESERVE_MS: whole,
  /** Name or ARN of the refresh function's alias. */
  REFRESH_FUNCTION: text,
});
export type ExtractEnvironment = z.infer<typeof extractEnvironment>;

export const refreshEnvironment = extractionEnvironment;
export type RefreshEnvironment = z.infer<typeof refreshEnvironment>;

export const canaryEnvironment = z.object({
  STAGE: text,
  /** The route, as a client calls it. */
  API_URL: z.string().regex(/^https?:\/\/\S+$/),
  /** Id of the canary's API key; empty where the API takes none. */
  API_KEY_ID: z.string(),
  /** The title to ask for: a content reference of the contract, as JSON. */
  CONTENT: text,
});
export type CanaryEnvironment = z.infer<typeof canaryEnvironment>;

export const healthEnvironment = cacheEnvironment.extend({
  CATALOGUE_TABLE: text,
  HEALTH_TABLE: text,
  CDNS: extractionEnvironment.shape.CDNS,
  /** JSON array of private origins that may be probed. */
  TRUSTED_ORIGINS: text,
  /** JSON array of the origins of the pages that play the sources; empty: what a page may read is not looked at. */
  PAGE_ORIGINS: text,
  /** The most sources of one run. */
  BUDGET_SOURCES: whole,
  /** Probes in a row that make a source worse, and better. */
  FAILURES_TO_DOWN: whole,
  SUCCESSES_TO_UP: whole,
  SLOW_MS: whole,
});
export type HealthEnvironment = z.infer<typeof healthEnvironment>;

export const preferencesEnvironment = z.object({
  STAGE: text,
  ...limitsEnvironment.shape,
  PREFERENCES_TABLE: text,
  /** Name or ARN of the secret with which the site signs its viewers' tokens. */
  TOKEN_SECRET: text,
  /** Name of the secret under which viewers are hashed. */
  PEPPER_SECRET: text,
  /** JSON array of origins that may read answers across origins. */
  CORS_ORIGINS: text,
  /** The share of successful requests that are logged, 0 to 1. */
  LOG_SAMPLING: share,
});
export type PreferencesEnvironment = z.infer<typeof preferencesEnvironment>;

/** Its limit is of posts, not of requests. */
export const usageEnvironment = cacheEnvironment.extend({
  ...limitsEnvironment.shape,
  USAGE_TABLE: text,
  /** JSON array of origins that may read answers across origins. */
  CORS_ORIGINS: text,
  /** JSON array of the origins whose pages may post, beside the API's own. */
  PAGE_ORIGINS: text,
  /** JSON object: host of a CDN → its name. */
  CDN_HOSTS: text,
  /** Table and name of the prober, which looks at sources that fail; empty in a stage that does not look. */
  HEALTH_REPORTS: z.string(),
  HEALTH_FUNCTION: z.string(),
});
export type UsageEnvironment = z.infer<typeof usageEnvironment>;

export const usageReportEnvironment = z.object({ STAGE: text, USAGE_TABLE: text });
export type UsageReportEnvironment = z.infer<typeof usageReportEnvironment>;

/** Of the function behind `npm run cache`, which notifies those who watch of a purge. */
export const operatorEnvironment = cacheEnvironment.extend({
  ...extractionEnvironment.pick({ CDNS: true }).shape,
  /** As of an extraction. */
  NOTIFY_FUNCTION: z.string(),
  /** Who watches; empty in a stage without a WebSocket API. */
  LIVE_TABLE: z.string(),
});
export type OperatorEnvironment = z.infer<typeof operatorEnvironment>;

export const liveEnvironment = cacheEnvironment.extend({
  ...limitsEnvironment.shape,
  LIVE_TABLE: text,
  /** Name or ARN of the notify function's alias. */
  NOTIFY_FUNCTION: text,
  /** JSON array of the origins whose pages may connect. */
  LIVE_ORIGINS: text,
  NEEDS_TICKET: z.string().regex(/^(true|false)$/),
  /** The share of successful requests that are logged, 0 to 1. */
  LOG_SAMPLING: share,
});
export type LiveEnvironment = z.infer<typeof liveEnvironment>;

export const notifyEnvironment = z.object({
  STAGE: text,
  CACHE_TABLE: text,
  CACHE_NAMESPACE: text,
  LIVE_TABLE: text,
  /** Of the stage of the WebSocket API, where messages to connections are posted. */
  LIVE_ENDPOINT: text,
});
export type NotifyEnvironment = z.infer<typeof notifyEnvironment>;
