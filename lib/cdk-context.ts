import { readFileSync } from 'node:fs';

/**
 * The feature flags of cdk.json, which the `cdk` command gives to the app. Whoever makes an app without that command
 * gives it these, so that its templates are the ones that are deployed.
 */
export const CDK_CONTEXT: Record<string, unknown> = JSON.parse(
  readFileSync(new URL('../cdk.json', import.meta.url), 'utf8'),
).context;
