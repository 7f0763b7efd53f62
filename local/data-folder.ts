import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diskTrouble } from './disk-trouble.ts';

/** More than LevelDB and the synthesis write before they would notice: a disk with less left is full. */
const PROBE_BYTES = 64 * 1024;

/**
 * Makes the folder where everything is kept, and writes to it once: a disk that is full or read-only shows here, and not
 * as damage to whatever is opened first.
 * @throws Error with one sentence when it cannot be used
 */
export async function openDataFolder(folder: string): Promise<void> {
  const probe = join(folder, `probe-${process.pid}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, Buffer.alloc(PROBE_BYTES));
  } catch (error) {
    const reason = diskTrouble(error) ?? (error as Error).message;
    throw new Error(`The data folder ${folder} cannot be used: ${reason}`, { cause: error });
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}
