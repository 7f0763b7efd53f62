import { open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { makeFolder } from '../make-folder.ts';
import { diskTrouble } from '../tables/disk-trouble.ts';

/**
 * Makes the folder of a log file and opens the file once, so that a mistake in its name shows before anything starts.
 * @throws Error with one sentence when it cannot be written
 */
export async function checkLogFile(file: string): Promise<void> {
  try {
    await makeFolder(dirname(resolve(file)));
    await (await open(file, 'a')).close();
  } catch (error) {
    const isFolder = (error as NodeJS.ErrnoException).code === 'EISDIR';
    const reason = isFolder ? 'it is a folder' : (diskTrouble(error) ?? (error as Error).message);
    throw new Error(`The log ${file} cannot be written: ${reason}`, { cause: error });
  }
}
