// Generated from the schema by `npm run generate`.
export default {
  STAGE: /./,
  CACHE_TABLE: /./,
  CACHE_NAMESPACE: /./,
  PROVIDERS: /./,
  LIMITS_TABLE: /./,
  RATE_LIMIT: /^\d{1,9}$/,
  RATE_WINDOW_SECONDS: /^\d{1,9}$/,
  IPV6_PREFIX_LENGTH: /^\d{1,9}$/,
  EDGE_KEY_ID: /(?:)/,
  LIVE_TABLE: /./,
  NOTIFY_FUNCTION: /./,
  LIVE_ORIGINS: /./,
  NEEDS_TICKET: /^(true|false)$/,
  LOG_SAMPLING: /^(0(\.\d{1,6})?|1)$/,
};
