import type { ErrorDetail } from '../answer.ts';
import { StreamError } from '../stream-error.ts';
import { requestIdOf } from './answer-headers.ts';
import { parseHttpDate } from './http-date.ts';

/**
 * Makes an error of a response with an error status. The API's own JSON describes it; the response of an intermediary
 * (a proxy's HTML page, an empty body) is classified by its status.
 *
 * @param now the server's time, milliseconds since 1970
 */
export function errorOfResponse({ status, headers }: Response, text: string, now: number): StreamError {
  const body = objectIn(text);
  return new StreamError({
    status,
    error: textIn(body.error) ?? `HTTP ${status}`,
    message: textIn(body.message) ?? messageOf(status),
    retryable: typeof body.retryable === 'boolean' ? body.retryable : isRetryable(status),
    retryAfter: parseRetryAfter(headers.get('retry-after'), now),
    requestId: textIn(body.requestId) ?? requestIdOf(headers),
    details: Array.isArray(body.details) ? body.details.filter(isDetail) : [],
  });
}

/** A 404 that is not the API's is mostly the site's own, whose paths it was asked at. */
const messageOf = (status: number): string =>
  `The stream API answered with status ${status}.${status === 404 ? ' Is baseUrl right?' : ''}`;

const isRetryable = (status: number): boolean => status === 408 || status === 429 || status >= 500;

/**
 * Reads a Retry-After header in both its forms, seconds and an HTTP date (RFC 9110, 10.2.3).
 *
 * @returns whole seconds from now, at least 0; undefined when there is no header or it has neither form
 */
function parseRetryAfter(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? '';
  // A number too large to represent becomes the largest one, as a cache does it (RFC 9111, 1.2.2).
  if (/^\d+$/.test(text)) return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
  const at = parseHttpDate(text, now);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now) / 1000));
}

function objectIn(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function isDetail(value: unknown): value is ErrorDetail {
  const { field, message } = Object(value);
  return typeof field === 'string' && typeof message === 'string';
}
