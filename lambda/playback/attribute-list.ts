/** One attribute of a tag, and where its value is in the line. */
export interface Attribute {
  readonly name: string;
  /** Without its quotes. */
  readonly value: string;
  /** Of the value, quotes included. */
  readonly start: number;
  readonly end: number;
}

const SEPARATORS = /[\s,]*/y;
/** A value may contain commas only where it is quoted (RFC 8216, 4.2). Some packagers write blanks around `=`. */
const ATTRIBUTE = /([A-Z0-9-]+)\s*=\s*(?:("[^"]*")\s*|([^",\s][^",]*)?)(?:,|$)/dy;

/**
 * The attributes of a tag line, with their places, so that an edit leaves everything else as it was written. Anything
 * else is skipped up to the next comma. Both patterns fail in linear time: a line may consist of commas or blanks.
 */
export function attributesOf(line: string): Attribute[] {
  const attributes: Attribute[] = [];
  for (let at = line.indexOf(':') + 1; at > 0 && at < line.length; ) {
    SEPARATORS.lastIndex = at;
    SEPARATORS.exec(line);
    ATTRIBUTE.lastIndex = SEPARATORS.lastIndex;
    const match = ATTRIBUTE.exec(line);
    if (match !== null) attributes.push(attributeIn(match));
    const comma = line.indexOf(',', SEPARATORS.lastIndex);
    at = match !== null ? ATTRIBUTE.lastIndex : comma === -1 ? line.length : comma + 1;
  }
  return attributes;
}

function attributeIn({ 1: name = '', 2: inQuotes, 3: bare = '', indices }: RegExpExecArray): Attribute {
  const value = inQuotes === undefined ? bare.trimEnd() : inQuotes.slice(1, -1);
  const afterName = indices?.[1]?.[1] ?? 0;
  const [start, end] = indices?.[2] ?? indices?.[3] ?? [afterName + 1, afterName + 1];
  return { name, value, start, end: inQuotes === undefined ? start + value.length : end };
}

/** The line cannot be written: a value would end its quotes or its line. */
export class UnwritableError extends Error {
  override name = 'UnwritableError' as const;
}

/**
 * The line with some attributes replaced, and those appended that it lacks. Both are written in quotes.
 *
 * @throws UnwritableError a value has a quote or a line break in it
 */
export function withAttributes(
  line: string,
  attributes: readonly Attribute[],
  values: Readonly<Record<string, string | undefined>>,
): string {
  return withValues(line, attributes, values, quoted);
}

/** The same for values that are words, such as YES, which have no quotes (RFC 8216, 4.2). */
export const withFlags = (
  line: string,
  attributes: readonly Attribute[],
  values: Readonly<Record<string, string>>,
): string => withValues(line, attributes, values, (word) => word);

function withValues(
  line: string,
  attributes: readonly Attribute[],
  values: Readonly<Record<string, string | undefined>>,
  written: (value: string) => string,
): string {
  let edited = line;
  for (const { name, start, end } of attributes.toSorted((one, other) => other.start - one.start)) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value !== undefined) edited = `${edited.slice(0, start)}${written(value)}${edited.slice(end)}`;
  }
  const present = new Set(attributes.map(({ name }) => name));
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && !present.has(name))
      edited += `${edited.endsWith(':') ? '' : ','}${name}=${written(value)}`;
  }
  return edited;
}

function quoted(value: string): string {
  if (/["\r\n]/.test(value)) throw new UnwritableError('a value has a quote or a line break in it');
  return `"${value}"`;
}

/** The value of the first attribute of that name. */
export const attributeOf = (attributes: readonly Attribute[], name: string): string | undefined =>
  attributes.find((each) => each.name === name)?.value;
