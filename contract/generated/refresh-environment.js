// Generated from the schema by `npm run generate`.
export default {
  STAGE: /./,
  CACHE_TABLE: /./,
  CACHE_NAMESPACE: /./,
  PROVIDERS: /./,
  CATALOGUE_TABLE: /./,
  TRUSTED_ORIGINS: /./,
  FRESH_SECONDS: /^\d{1,9}$/,
  STALE_SECONDS: /^\d{1,9}$/,
  NOT_FOUND_SECONDS: /^\d{1,9}$/,
  DEADLINE_MS: /^\d{1,9}$/,
  ATTEMPT_TIMEOUT_MS: /^\d{1,9}$/,
  FALLBACK: /(?:)/,
  INSPECT_BUDGET_MS: /^\d{1,9}$/,
  HEALTH_TABLE: /(?:)/,
  NOTED_SHARE: /^(0(\.\d{1,6})?|1)$/,
  NOTIFY_FUNCTION: /(?:)/,
};
