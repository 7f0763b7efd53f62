const DIGITS = /^\d+$/;
const RFC_3339 = /^\d{4}-\d{2}-\d{2}(?:[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|z|[+-]\d{2}:?\d{2})?)?$/;
const BASIC_FORMAT = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/** Seconds since 1970 reach this in the year 5138; milliseconds passed it in 1973. */
const FIRST_MILLISECONDS = 100_000_000_000;

/**
 * A moment as links and providers write it, in milliseconds since 1970: RFC 3339 (a missing zone means UTC), a date,
 * seconds or milliseconds since 1970. Undefined when it is none of these.
 */
export function instantOf(stated: string | number | null | undefined): number | undefined {
  if (typeof stated === 'number') return ofNumber(stated);
  if (typeof stated !== 'string') return undefined;
  const text = stated.trim();
  if (DIGITS.test(text)) return ofNumber(Number(text));
  const match = RFC_3339.exec(text);
  if (!match) return undefined;
  // Date.parse reads a time without a zone as local time.
  const withZone = match[1] === undefined && text.length > 10 ? `${text}Z` : text;
  return finite(Date.parse(withZone.replace(' ', 'T')));
}

/** `20260131T235959Z`, ISO 8601's basic format as cloud storage signatures write it, in milliseconds since 1970. */
export function basicInstantOf(text: string | undefined): number | undefined {
  const match = BASIC_FORMAT.exec(text ?? '');
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  return finite(Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`));
}

function ofNumber(value: number): number | undefined {
  if (!(value > 0)) return undefined;
  return finite(value < FIRST_MILLISECONDS ? Math.floor(value * 1000) : Math.floor(value));
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
