import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Jest's global set-up: a folder where the suites of this run share the stages that they synthesise. */
export default async function makeStagesFolder(): Promise<void> {
  process.env.STAGES_FOLDER = await mkdtemp(join(tmpdir(), 'stream-api-stages-'));
}
