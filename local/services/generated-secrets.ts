import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { mediaKeys } from '../media/media-keys.ts';
import type { FunctionDefinition } from '../template/template.ts';

/**
 * The secrets that functions name in variables called `…_SECRET`, and those that their CDNs sign with: each generated
 * once and kept in a file. An entry with the name and ` (previous)` is the version before the last rotation.
 *
 * @returns name → value
 * @throws Error when the file cannot be read
 */
export async function generatedSecrets(
  functions: readonly FunctionDefinition[],
  file: string,
): Promise<Map<string, string>> {
  const names = functions.flatMap(({ environment }) =>
    Object.entries(environment).flatMap(([variable, value]) => (variable.endsWith('_SECRET') ? [value] : [])),
  );
  const made = new Map([...names.map((name) => [name, newSecret] as const), ...mediaKeys(functions)]);
  const kept = new Map(Object.entries(await readKept(file)));
  const missing = [...made].filter(([name]) => !kept.has(name));
  for (const [name, newValue] of missing) kept.set(name, newValue());
  if (missing.length > 0) await keepSecrets(kept, file);
  return kept;
}

const newSecret = (): string => randomBytes(48).toString('base64url');

/** Writes what the secrets are now. */
export async function keepSecrets(secrets: ReadonlyMap<string, string>, file: string): Promise<void> {
  await writeFile(file, `${JSON.stringify(Object.fromEntries(secrets), null, 2)}\n`, { mode: 0o600 });
}

/** The key of the version before the last rotation. */
export const previousVersion = (name: string): string => `${name} (previous)`;

async function readKept(file: string): Promise<Record<string, string>> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(`${file} cannot be read: delete it to have new secrets`, { cause: error });
  }
}
