import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { ERRORS } from '../../contract/errors/error-table.ts';

const RETRY_AFTER_SECONDS = 1;

/** The answer to every request until the stack is ready: the API's 503, which pages of every origin may read. */
export function stillStarting(response: ServerResponse): void {
  const { status, error, retryable } = ERRORS.unavailable;
  const requestId = randomUUID();
  const message = 'The local stack is starting. Try again shortly.';
  response
    .writeHead(status, {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      'Retry-After': RETRY_AFTER_SECONDS,
      'X-Content-Type-Options': 'nosniff',
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Expose-Headers': 'Retry-After',
      'x-amzn-RequestId': requestId,
    })
    .end(JSON.stringify({ error, message, retryable, requestId }));
}
