import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { FUNCTION_NAMES, type FunctionBundles } from '../../lib/bundling/functions.ts';
import { CDK_CONTEXT } from '../../lib/cdk-context.ts';
import { loadStageSettings, type StageOverrides } from '../../lib/stage/stage-settings.ts';
import { StreamApiStack } from '../../lib/stream-api-stack.ts';

const bareFunction = fileURLToPath(new URL('./fixtures/bare-function', import.meta.url));

const allBare = Object.fromEntries(FUNCTION_NAMES.map((name) => [name, bareFunction])) as FunctionBundles;

/** The stack of one stage with a function that does nothing: for what its template says. */
export function synthesiseStack(stage: string, overrides: StageOverrides = {}): StreamApiStack {
  const app = new App({ context: CDK_CONTEXT, builtinCloudFormationValidation: false });
  const settings = loadStageSettings(stage, overrides);
  return new StreamApiStack(app, `StreamApi-${stage}`, { settings, bundles: allBare });
}

export function synthesise(stage: string, overrides: StageOverrides = {}): Template {
  return Template.fromStack(synthesiseStack(stage, overrides));
}
