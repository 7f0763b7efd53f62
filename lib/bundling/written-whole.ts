import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that other processes read: what they find is what was there before, or all of the new text. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text);
  await rename(draft, file);
}

/**
 * A folder whose name says what is in it: it appears whole or not at all, also when several processes write it at once.
 *
 * @param files name → text
 */
export async function writeFolder(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const draft = `${folder}.${randomUUID()}`;
  await mkdir(draft);
  await Promise.all([...files].map(([name, text]) => writeFile(join(draft, name), text)));
  try {
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}
