import type { ErrorObject } from 'ajv';

/** What a generated validator leaves of an error. */
export type ValidatorError = Omit<ErrorObject, 'schemaPath'>;

/** One way in which an answer differs from what docs/provider.md asks for. */
export interface AnswerProblem {
  /** `sources[0].url`; `body` for the answer as a whole. */
  readonly field: string;
  /** Continues a sentence that begins with the field: `is required (got {file})`. */
  readonly message: string;
}

/**
 * Words the errors of a generated validator, one problem for each field. Values are described and never quoted, since a
 * text may be a link with a token in it.
 *
 * @param body the parsed answer
 * @param errors what the validator left in `errors` for it
 */
export function answerProblems(body: unknown, errors: readonly ValidatorError[]): AnswerProblem[] {
  const byPath = Map.groupBy(errors, pathOf);
  const paths = [...byPath.keys()];
  return paths.flatMap((path) => {
    const own = byPath.get(path)!;
    // A combination that fails because of a field below it says less than that field's own error.
    const isExplained = own.some(isCombination) && paths.some((other) => other.startsWith(`${path}/`));
    return isExplained ? [] : [{ field: fieldOf(path), message: messageOf(own, body, path) }];
  });
}

/** An error of several alternatives together. */
export const isCombination = ({ keyword }: ValidatorError): boolean => keyword === 'anyOf' || keyword === 'contains';

/**
 * The value's type, and the names of an object's first fields: `{url, file}`. A name that may be a value (of an object
 * that is keyed by links or tokens) is `…`.
 */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'number') return Math.abs(value) < LARGEST_SHOWN ? String(value) : 'a number';
  if (typeof value !== 'object' || value === null) return String(value);
  const names = Object.keys(value);
  const shown = names.slice(0, MAX_NAMES).map((name) => (FIELD_NAME.test(name) ? name : '…'));
  return `{${[...shown, ...(names.length > MAX_NAMES ? ['…'] : [])].join(', ')}}`;
}

const MAX_NAMES = 8;
const FIELD_NAME = /^[^\s:?=&@]{1,30}$/;
const LARGEST_SHOWN = 1_000_000;

/** The JSON pointer of the field that an error is about: that of the missing one, not of the object around it. */
function pathOf({ instancePath, keyword, params }: ValidatorError): string {
  return keyword === 'required' ? `${instancePath}/${params.missingProperty}` : instancePath;
}

function messageOf(errors: readonly ValidatorError[], body: unknown, path: string): string {
  const missing = errors.find(({ keyword }) => keyword === 'required');
  if (missing) return `is required (got ${describeValue(valueAt(body, missing.instancePath))})`;
  const value = valueAt(body, path);
  const tooLong = errors.find(({ keyword }) => keyword === 'maxLength');
  if (tooLong && typeof value === 'string') {
    return `must have at most ${tooLong.params.limit} characters (got ${value.length})`;
  }
  const types = errors
    .filter(({ keyword }) => keyword === 'type')
    .flatMap(({ params }) => String(params.type).split(','));
  if (types.length === 0) return 'is not valid';
  return `must be ${inWords([...new Set(types)])} (got ${describeValue(value)})`;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  number: 'a number',
};

function inWords(types: readonly string[]): string {
  const names = types.map((type) => TYPE_NAMES[type] ?? type);
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

function valueAt(body: unknown, path: string): unknown {
  return partsOf(path).reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], body);
}

/** JSON Pointer (RFC 6901, section 4). */
const partsOf = (path: string): string[] =>
  path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

function fieldOf(path: string): string {
  const field = partsOf(path)
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join('');
  return field === '' ? 'body' : field.replace(/^\./, '');
}
