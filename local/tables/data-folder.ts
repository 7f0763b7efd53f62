import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../make-folder.ts';
import { diskTrouble } from './disk-trouble.ts';

/** More than LevelDB and the synthesis write before they would fail: a disk with less space is full. */
const PROBE_BYTES = 64 * 1024;

/**
 * Creates the data folder and writes to it once, so that a disk that is full or read-only is an error here, and not
 * damage to the first file that is opened.
 * @throws Error with one sentence when it cannot be used
 */
export async function openDataFolder(folder: string): Promise<void> {
  const probe = join(folder, `probe-${process.pid}`);
  try {
    await makeFolder(folder);
    await writeFile(probe, Buffer.alloc(PROBE_BYTES));
  } catch (error) {
    const reason = diskTrouble(error) ?? (error as Error).message;
    throw new Error(`The data folder ${folder} cannot be used: ${reason}`, { cause: error });
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}
