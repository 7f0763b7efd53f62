import { readFile } from 'node:fs/promises';

/**
 * The bytes of a file of titles.
 *
 * @throws Error with one sentence when it cannot be read
 */
export async function readTitles(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reasons: Readonly<Record<string, string>> = { ENOENT: 'there is no such file', EISDIR: 'it is a folder' };
    throw new Error(`The titles of ${file} cannot be read: ${reasons[code ?? ''] ?? message}`, { cause: error });
  }
}
