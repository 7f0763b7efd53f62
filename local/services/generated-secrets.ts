import { randomBytes } from 'node:crypto';
import { mediaKeys } from '../media/media-keys.ts';
import type { FunctionDefinition } from '../template/template.ts';
import { keepValues, keptValues } from './kept-values.ts';

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
  const kept = await keptValues(file, 'secrets');
  const missing = [...made].filter(([name]) => !kept.has(name));
  for (const [name, newValue] of missing) kept.set(name, newValue());
  if (missing.length > 0) await keepValues(kept, file);
  return kept;
}

const newSecret = (): string => randomBytes(48).toString('base64url');

/** The key of the version before the last rotation. */
export const previousVersion = (name: string): string => `${name} (previous)`;
