import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { bundleFunctions } from '../lib/bundling/function-bundles.ts';
import { CDK_CONTEXT } from '../lib/cdk-context.ts';
import { loadStageSettings, type StageOverrides } from '../lib/stage/load-stage.ts';
import type { StageSettings } from '../lib/stage/stage-settings.ts';
import { StreamApiStack } from '../lib/stream-api-stack.ts';
import { readTemplate, type StackDefinition } from './template/template.ts';

/**
 * Synthesises one stage and reads its template: what runs here is what would be deployed.
 * @param overrides what to change in the stage's own settings · @param outdir is written to
 * @throws StageSettingsError for an unknown stage or a bad setting
 */
export async function synthesiseStage(
  stage: string,
  overrides: (settings: StageSettings) => StageOverrides,
  outdir: string,
): Promise<StackDefinition> {
  const settings = loadStageSettings(stage, overrides(loadStageSettings(stage)));
  const bundles = await bundleFunctions({ outdir: join(outdir, 'bundles') });
  // Checking the template against CloudFormation's rules takes seconds and belongs to a deployment.
  process.env.CDK_VALIDATION = 'false';
  const app = new App({
    analyticsReporting: false,
    outdir,
    context: CDK_CONTEXT,
    postCliContext: { 'aws:cdk:enable-asset-metadata': true },
  });
  const stack = new StreamApiStack(app, `StreamApi-${stage}`, { settings, bundles });
  const assembly = app.synth();
  return readTemplate(assembly.getStackArtifact(stack.artifactId).template, stack.stackName, assembly.directory);
}
