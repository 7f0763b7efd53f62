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
 * Why there is no answer. An aborted call rejects with its signal's reason instead, as `fetch` does.
 */
export class StreamError extends Error {
  override readonly name = 'StreamError' as const;
  /** The HTTP status; 0 when no response came: no network, or a timeout. */
  readonly status: number;
  /** The kind of error, as the API names it: `Extraction failed`, `Too many requests`, `Request timeout` … */
  readonly error: string;
  /** Whether the same request can succeed later. */
  readonly retryable: boolean;
  /** Seconds to wait before the next request, where the server states them. */
  readonly retryAfter: number | undefined;
  /** The request's id in the server's log. */
  readonly requestId: string | undefined;
  /** On a 400, which parameters are invalid, and why. */
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
