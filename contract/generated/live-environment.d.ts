// Generated from the schema by `npm run generate`.
/** Every variable must be set, and match. */
declare const rules: Readonly<Record<string, RegExp>>;
export default rules;
