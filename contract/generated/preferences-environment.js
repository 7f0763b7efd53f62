// Generated from the schema by `npm run generate`.
export default {
  STAGE: /./,
  LIMITS_TABLE: /./,
  RATE_LIMIT: /^\d{1,9}$/,
  RATE_WINDOW_SECONDS: /^\d{1,9}$/,
  IPV6_PREFIX_LENGTH: /^\d{1,9}$/,
  EDGE_KEY_ID: /(?:)/,
  PREFERENCES_TABLE: /./,
  TOKEN_SECRET: /./,
  PEPPER_SECRET: /./,
  CORS_ORIGINS: /./,
  LOG_SAMPLING: /^(0(\.\d{1,6})?|1)$/,
};
