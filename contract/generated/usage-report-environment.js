// Generated from the schema by `npm run generate`.
export default {
  STAGE: /./,
  USAGE_TABLE: /./,
};
