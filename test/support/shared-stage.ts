import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readTemplate, type StackDefinition } from '../../local/template/template.ts';

/**
 * A stage with its own settings, synthesised and bundled once in a run of the tests: CDK and the bundler take some
 * seconds of each suite that loads them.
 */
export async function sharedStage(stage: string): Promise<StackDefinition> {
  const shared = process.env.STAGES_FOLDER!;
  const folder = join(shared, stage);
  if (!existsSync(folder)) await synthesiseInto(folder, stage, await mkdtemp(join(shared, `${stage}-`)));
  const name = `StreamApi-${stage}`;
  return readTemplate(JSON.parse(await readFile(join(folder, `${name}.template.json`), 'utf8')), name, folder);
}

/** The folder appears whole or not at all, also when two suites make it at once. */
async function synthesiseInto(folder: string, stage: string, draft: string): Promise<void> {
  const { synthesiseStage } = await import('../../local/synth.ts');
  await synthesiseStage(stage, () => ({}), draft);
  try {
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}
