import type { z } from 'zod';
import { parameterRule } from '../../../contract/parameter-rules.ts';
import type { RowProblem } from '../problem.ts';

/** What is wrong with a row, in the words of its authors. */
export function inOwnWords(issue: z.core.$ZodIssue, row: unknown): RowProblem {
  const field = fieldOf(issue.path);
  const value = valueAt(row, issue.path);
  return { field, message: messageOf(issue, field, value, valueAt(row, issue.path.slice(0, -1))), severity: 'error' };
}

function fieldOf(path: readonly PropertyKey[]): string {
  const written = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return written.replace(/^\./, '');
}

function messageOf(issue: z.core.$ZodIssue, field: string, value: unknown, around: unknown): string {
  const rule = parameterRule[field as keyof typeof parameterRule];
  if (value === undefined || value === null) return missing(field, rule, around);
  if (rule !== undefined)
    return field === 'mediaType'
      ? rule
      : `${rule}, not ${shown(value)}${isImdbId(value) ? ', which is an IMDb id' : ''}`;
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPES[issue.expected as keyof typeof TYPES] ?? issue.expected}, not ${shown(value)}`;
    case 'invalid_union':
      return `must be a number or a text of at most 200 characters, not ${shown(value)}`;
    case 'too_small':
      return 'must name at least one';
    case 'too_big':
      return `is longer than ${issue.maximum} characters`;
    default:
      return `cannot be ${shown(value)}`;
  }
}

const isImdbId = (value: unknown): boolean => typeof value === 'string' && /^tt\d{5,10}$/i.test(value);

const TYPES = { string: 'text', number: 'a number', int: 'a whole number', array: 'a list', object: 'an object' };

/** Names what is there instead, since the field often has another name in the author's own data. */
function missing(field: string, rule: string | undefined, around: unknown): string {
  if (field === 'season' || field === 'episode') return 'is required when mediaType is tv';
  if (rule !== undefined) return `is required: ${rule.replace(/^must be /, '')}`;
  const isPart = field.includes('.') && typeof around === 'object' && around !== null;
  const given = isPart ? Object.keys(around).join(', ') : '';
  return `is required${given === '' ? '' : ` (got {${given}})`}`;
}

/** A value as a sentence can hold it. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 56).toWellFormed()} …"` : text;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, part) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[part],
    value,
  );
}
