const LONGEST_SECONDS = 86_400;
const HTTP_DATE = /^[A-Za-z]{3,9}, .+ GMT$|^[A-Z][a-z]{2} [A-Z][a-z]{2} .+ \d{4}$/;

/**
 * Parses a Retry-After header in both its forms: seconds, and an HTTP date (RFC 9110, 10.2.3), the two obsolete
 * spellings of dates included (5.6.7).
 *
 * @param now milliseconds since 1970
 * @returns whole seconds from now, at least 0 and at most a day; undefined when the value is neither form
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  const seconds = /^\d+$/.test(text) ? Number(text) : secondsUntil(text, now);
  return seconds === undefined ? undefined : Math.min(LONGEST_SECONDS, Math.max(0, seconds));
}

function secondsUntil(date: string, now: number): number | undefined {
  if (!HTTP_DATE.test(date)) return undefined;
  // The old asctime form has no zone and means UTC.
  const at = Date.parse(date.endsWith('GMT') ? date : `${date} GMT`);
  return Number.isNaN(at) ? undefined : Math.ceil((at - now) / 1000);
}
