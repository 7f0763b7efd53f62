/**
 * Reads a Retry-After header in both its forms: seconds, and an HTTP date (RFC 9110, 10.2.3).
 *
 * @param now the server's time, milliseconds since 1970
 * @returns whole seconds from now, at least 0; undefined when there is no header or it is neither form
 */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  // A date begins with the name of its day. Date.parse alone would take "-1" or "2.5" for a date.
  const at = /^[A-Za-z]{3}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now) / 1000));
}
