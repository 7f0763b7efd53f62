// Generated from the schema by `npm run generate`.
export default {
  STAGE: /./,
  CACHE_TABLE: /./,
  CACHE_NAMESPACE: /./,
  PROVIDERS: /./,
  CATALOGUE_TABLE: /./,
  HEALTH_TABLE: /./,
  CDNS: /(?:)/,
  TRUSTED_ORIGINS: /./,
  PAGE_ORIGINS: /./,
  BUDGET_SOURCES: /^\d{1,9}$/,
  FAILURES_TO_DOWN: /^\d{1,9}$/,
  SUCCESSES_TO_UP: /^\d{1,9}$/,
  SLOW_MS: /^\d{1,9}$/,
};
