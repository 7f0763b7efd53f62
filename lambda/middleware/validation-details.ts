import type { ErrorObject } from 'ajv';
import type { ErrorDetail } from '../../contract/errors/error-answer.ts';
import { type ParameterName, parameterRule } from '../../contract/parameter-rules.ts';

/**
 * Makes AJV's errors a list of fields and their rules, in the contract's words. Each field has one line, for its first
 * error, whose path begins at the query.
 */
export function validationDetails(errors: unknown): ErrorDetail[] {
  const details = new Map<string, string>();
  for (const error of (errors ?? []) as ErrorObject[]) {
    // The wrapper of an if/then only repeats that something inside it failed.
    if (error.keyword === 'if') continue;
    const missing = error.keyword === 'required' ? String(error.params.missingProperty) : undefined;
    const field = missing ?? error.instancePath.split('/')[1] ?? '';
    if (!details.has(field)) details.set(field, sentence(field, error));
  }
  return [...details].map(([field, message]) => ({ field, message }));
}

function sentence(field: string, { keyword, params }: ErrorObject): string {
  const conditional = field === 'season' || field === 'episode';
  if (keyword === 'required') return conditional ? 'is required when mediaType is tv' : 'is required';
  if (keyword === 'maxItems' && (params?.limit ?? 1) === 1) return 'must be given once';
  return parameterRule[field as ParameterName] ?? 'is not valid';
}
