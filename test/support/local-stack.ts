import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalOptions } from '../../local/options.ts';
import { type LocalStack, type StackParts, startStack } from '../../local/stack.ts';

/** The real stack in its own folder: synthesised template, deployed bundles, tables on disk, sample catalogue. */
export async function startLocalStack(
  options: Partial<LocalOptions> = {},
  parts: StackParts = {},
): Promise<LocalStack & { dataDir: string; stopKeeping(): Promise<void> }> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'stream-api-')));
  const defaults = { port: 0, stage: 'dev', providerUrls: [], containers: 4, trustedOrigins: [], rateLimit: 100_000 };
  const stack = await startStack({ ...defaults, ...options, dataDir }, parts);
  return {
    ...stack,
    dataDir,
    /** Stops it and leaves its folder. */
    stopKeeping: stack.stop,
    stop: async () => {
      await stack.stop();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
