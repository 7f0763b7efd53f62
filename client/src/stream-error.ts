import type { ErrorDetail } from './answer.ts';

interface StreamErrorFacts {
  readonly status: number;
  readonly error: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly retryAfter?: number | undefined;
  readonly requestId?: string | undefined;
  readonly details?: readonly ErrorDetail[] | undefined;
  readonly cause?: unknown;
}

/**
 * Why there is no answer. A call that was aborted rejects with its signal's reason instead (as `fetch` does), so a
 * `StreamError` is never the caller's own doing.
 */
export class StreamError extends Error {
  override readonly name = 'StreamError' as const;
  /** The HTTP status; 0 when no answer came: no network, or out of time. */
  readonly status: number;
  /** The kind of error, as the API names it: `Extraction failed`, `Too many requests`, `Request timeout` … */
  readonly error: string;
  /** Whether the same call can succeed later. */
  readonly retryable: boolean;
  /** Seconds that the server asks to wait, where it said so. */
  readonly retryAfter: number | undefined;
  /** Names the request in the server's log. */
  readonly requestId: string | undefined;
  /** On a 400: what is wrong with which parameter. */
  readonly details: readonly ErrorDetail[];

  constructor(facts: StreamErrorFacts) {
    super(facts.message, facts.cause === undefined ? {} : { cause: facts.cause });
    this.status = facts.status;
    this.error = facts.error;
    this.retryable = facts.retryable;
    this.retryAfter = facts.retryAfter;
    this.requestId = facts.requestId;
    this.details = facts.details ?? [];
  }
}
