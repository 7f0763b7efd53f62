// Generated from the schema by `npm run generate`.
export default {
  STAGE: /./,
  CACHE_TABLE: /./,
  CACHE_NAMESPACE: /./,
  LIVE_TABLE: /./,
  LIVE_ENDPOINT: /./,
};
