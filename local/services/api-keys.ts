import { randomBytes } from 'node:crypto';
import type { ApiKeyDefinition } from '../template/rest-api.ts';
import { keepValues, keptValues } from './kept-values.ts';

/**
 * The value of each API key: the template's, or one that is generated once and kept in a file.
 * @returns id of the key → value
 */
export async function apiKeyValues(keys: readonly ApiKeyDefinition[], file: string): Promise<Map<string, string>> {
  const kept = await keptValues(file, 'API keys');
  const missing = keys.filter(({ id, value }) => value === undefined && !kept.has(id));
  for (const { id } of missing) kept.set(id, randomBytes(30).toString('base64url'));
  if (missing.length > 0) await keepValues(kept, file);
  return new Map(keys.map(({ id, value }) => [id, value ?? kept.get(id)!]));
}
