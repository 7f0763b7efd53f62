import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import type { ApiKeyDefinition } from '../template/rest-api.ts';

/**
 * The value of each API key: the template's, or one that is generated once and kept in a file.
 * @returns id of the key → value
 */
export async function apiKeyValues(keys: readonly ApiKeyDefinition[], file: string): Promise<Map<string, string>> {
  const kept = new Map(Object.entries(await readKept(file)));
  const missing = keys.filter(({ id, value }) => value === undefined && !kept.has(id));
  for (const { id } of missing) kept.set(id, randomBytes(30).toString('base64url'));
  if (missing.length > 0) {
    await writeFile(file, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`, { mode: 0o600 });
  }
  return new Map(keys.map(({ id, value }) => [id, value ?? kept.get(id)!]));
}

async function readKept(file: string): Promise<Record<string, string>> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(`${file} cannot be read: delete it to have new API keys`, { cause: error });
  }
}
