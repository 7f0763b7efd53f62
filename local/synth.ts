import { createApp } from '../lib/app.ts';
import { loadStageSettings, type StageOverrides } from '../lib/stage/load-stage.ts';
import type { StageSettings } from '../lib/stage/stage-settings.ts';
import { readTemplate, type StackDefinition } from './template/template.ts';

/**
 * Synthesises one stage and reads its template, so that what runs here is what would be deployed.
 * @param overrides returns the changes to the stage's settings · @param outdir is written to
 * @throws StageSettingsError for an unknown stage or a bad setting
 */
export async function synthesiseStage(
  stage: string,
  overrides: (settings: StageSettings) => StageOverrides,
  outdir: string,
): Promise<StackDefinition> {
  const changes = overrides(loadStageSettings(stage));
  const { app, api } = await createApp({ stage, overrides: changes, outdir });
  const assembly = app.synth();
  return readTemplate(assembly.getStackArtifact(api.artifactId).template, api.stackName, assembly.directory);
}
