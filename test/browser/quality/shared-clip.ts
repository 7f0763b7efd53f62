import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeRealisticMedia } from '../../../samples/realistic-media.ts';

/** Longer than any test plays. */
const SECONDS = 90;

/**
 * The folder of the realistic clip, which the first suite of a run that needs it makes: an encoding of it takes both
 * cores of a small machine for ten seconds and more. It appears whole or not at all, also when two suites make it at
 * once, and goes with the run's folder of stages.
 */
export async function sharedClip(): Promise<string> {
  const run = process.env.STAGES_FOLDER!;
  const folder = join(run, 'clip');
  if (existsSync(folder)) return folder;
  const draft = await mkdtemp(join(run, 'clip-'));
  makeRealisticMedia(draft, { seconds: SECONDS });
  try {
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
