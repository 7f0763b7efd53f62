import { fileURLToPath } from 'node:url';
import { Template } from 'aws-cdk-lib/assertions';
import { emptyApp } from '../../lib/app.ts';
import { FUNCTION_NAMES, type FunctionBundles } from '../../lib/bundling/functions.ts';
import { loadStageSettings, type StageOverrides } from '../../lib/stage/load-stage.ts';
import { StreamApiStack } from '../../lib/stream-api-stack.ts';

const bareFunction = fileURLToPath(new URL('./fixtures/bare-function', import.meta.url));

const allBare = Object.fromEntries(FUNCTION_NAMES.map((name) => [name, bareFunction])) as FunctionBundles;

/** The stack of one stage with a function that does nothing: for what its template says. */
export function synthesiseStack(stage: string, overrides: StageOverrides = {}): StreamApiStack {
  const settings = loadStageSettings(stage, overrides);
  return new StreamApiStack(emptyApp(), `StreamApi-${stage}`, { settings, bundles: allBare });
}

export function synthesise(stage: string, overrides: StageOverrides = {}): Template {
  return Template.fromStack(synthesiseStack(stage, overrides));
}
