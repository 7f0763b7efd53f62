import { createRequire } from 'node:module';

const { validateExpressions } = createRequire(import.meta.url)('dynalite/validations');

type Fields = Readonly<Record<string, unknown>>;

/** By all that dynalite's parser looks at. */
const parsed = new Map<string, { readonly trees: Fields; readonly values: Fields }>();

/**
 * Parses the expressions of a request as dynalite does, each of them once: its parser takes longer than all the rest of
 * a history, and the same few expressions come thousands of times, with other values of the same types.
 *
 * @returns the fields that dynalite's actions read of the request beside its own
 * @throws Error an expression is wrong
 */
export function parseExpressions(request: Fields): Fields {
  const { Key, Item, ExpressionAttributeValues, ...rest } = request;
  const values = (ExpressionAttributeValues ?? {}) as Readonly<Record<string, object>>;
  const types = Object.entries(values).map(([name, value]) => [name, ...Object.keys(value)]);
  const text = JSON.stringify([rest, types]);
  const known = parsed.get(text);
  if (known) {
    return replaced(known.trees, new Map(Object.entries(values).map(([name, value]) => [known.values[name], value])));
  }
  const copy: Record<string, unknown> = { ...request };
  const wrong = validateExpressions(copy);
  if (wrong) throw new Error(wrong);
  const trees = Object.fromEntries(Object.entries(copy).filter(([name]) => !Object.hasOwn(request, name)));
  parsed.set(text, { trees, values });
  return replaced(trees, new Map());
}

/** A copy of a tree, with the values of one request in the places of those of another. */
function replaced<T>(node: T, values: ReadonlyMap<unknown, unknown>): T {
  if (typeof node !== 'object' || node === null) return node;
  if (values.has(node)) return values.get(node) as T;
  if (Array.isArray(node)) return node.map((each) => replaced(each, values)) as T;
  return Object.fromEntries(Object.entries(node).map(([key, each]) => [key, replaced(each, values)])) as T;
}
