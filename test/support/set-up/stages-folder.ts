import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Jest's global set-up: a folder where the suites of this run share the stages that they synthesise, and the processes
 * that they start share the modules that Node has compiled.
 */
export default async function makeStagesFolder({ testPathPatterns }: Run): Promise<void> {
  process.env.STAGES_FOLDER = await mkdtemp(join(tmpdir(), 'stream-api-stages-'));
  process.env.NODE_COMPILE_CACHE = join(process.env.STAGES_FOLDER, 'compiled');
  if (testPathPatterns.patterns.length > 0) return;
  // Else several suites would bundle the same functions at once, which in a fresh clone takes a worker half a minute.
  // What goes wrong here, each suite that needs the stage reports.
  const { sharedStage } = await import('../shared-stage.ts');
  await sharedStage('dev').catch(() => undefined);
  const { stop: stopBundler } = await import('esbuild');
  await stopBundler();
}

/** Of Jest's global configuration; without patterns, every suite runs. */
interface Run {
  readonly testPathPatterns: { readonly patterns: readonly string[] };
}
