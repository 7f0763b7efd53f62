// Generated from the schema by `npm run generate`.
export default {
  STAGE: /./,
  CACHE_TABLE: /./,
  CACHE_NAMESPACE: /./,
  PROVIDERS: /./,
  CDNS: /(?:)/,
  NOTIFY_FUNCTION: /(?:)/,
  LIVE_TABLE: /(?:)/,
};
