// Generated from the schema by `npm run generate`.
export default {
  STAGE: /./,
  API_URL: /^https?:\/\/\S+$/,
  API_KEY_ID: /(?:)/,
  CONTENT: /./,
};
