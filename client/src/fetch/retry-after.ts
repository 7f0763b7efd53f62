import { parseHttpDate } from './http-date.ts';

/**
 * Reads a Retry-After header in both its forms: seconds, however many, and an HTTP date (RFC 9110, 10.2.3).
 *
 * @param now the server's time, milliseconds since 1970
 * @returns whole seconds from now, at least 0; undefined when there is no header or it is neither form
 */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? '';
  // More than a number holds is the most that it holds, as for a cache (RFC 9111, 1.2.2).
  if (/^\d+$/.test(text)) return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
  const at = parseHttpDate(text, now);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now) / 1000));
}
