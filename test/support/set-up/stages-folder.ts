import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Jest's global set-up: a folder where the suites of this run share the stages that they synthesise, and the processes
 * that they start share the modules that Node has compiled.
 */
export default async function makeStagesFolder(): Promise<void> {
  process.env.STAGES_FOLDER = await mkdtemp(join(tmpdir(), 'stream-api-stages-'));
  process.env.NODE_COMPILE_CACHE = join(process.env.STAGES_FOLDER, 'compiled');
}
