import type { ErrorDetail } from '../answer.ts';
import { StreamError } from '../stream-error.ts';
import { parseRetryAfter } from './retry-after.ts';

/**
 * The error that an answer with an error status stands for. Its JSON says it all; an answer of something in between
 * (a proxy's HTML page, an empty body) is judged by its status.
 *
 * @param now the server's time, milliseconds since 1970
 */
export function errorOfAnswer(response: Response, text: string, now: number): StreamError {
  const { status, headers } = response;
  const body = objectIn(text);
  const error = typeof body.error === 'string' ? body.error : `HTTP ${status}`;
  return new StreamError({
    status,
    error,
    message: typeof body.message === 'string' ? body.message : `The stream API answered with status ${status}.`,
    retryable: typeof body.retryable === 'boolean' ? body.retryable : isRetryable(status),
    retryAfter: parseRetryAfter(headers.get('retry-after'), now),
    requestId: typeof body.requestId === 'string' ? body.requestId : (headers.get('x-amzn-requestid') ?? undefined),
    details: Array.isArray(body.details) ? body.details.filter(isDetail) : [],
  });
}

const isRetryable = (status: number): boolean => status === 408 || status === 429 || status >= 500;

function objectIn(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

function isDetail(value: unknown): value is ErrorDetail {
  const { field, message } = Object(value);
  return typeof field === 'string' && typeof message === 'string';
}
