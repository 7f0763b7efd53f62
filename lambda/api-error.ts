import type { ErrorDetail } from '../contract/errors/error-answer.ts';
import { ERRORS, type ErrorName } from '../contract/errors/error-table.ts';

interface ApiErrorOptions {
  /** Seconds, for the Retry-After header. */
  readonly retryAfter?: number | undefined;
  /** Overrides the table's message. Visible to the client. */
  readonly message?: string;
  readonly details?: readonly ErrorDetail[];
  readonly headers?: Readonly<Record<string, string>>;
  /** For the log only. */
  readonly cause?: unknown;
}

/** An error that is meant for the client: one row of the error table. Clients receive nothing else about a failure. */
export class ApiError extends Error {
  override name = 'ApiError' as const;
  readonly row: ErrorName;
  readonly status: number;
  readonly error: string;
  readonly retryable: boolean;
  readonly retryAfter: number | undefined;
  readonly details: readonly ErrorDetail[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(row: ErrorName, options: ApiErrorOptions = {}) {
    const { status, error, retryable, message } = ERRORS[row];
    super(options.message ?? message, 'cause' in options ? { cause: options.cause } : {});
    this.row = row;
    this.status = status;
    this.error = error;
    this.retryable = retryable;
    this.retryAfter = options.retryAfter;
    this.details = options.details;
    this.headers = options.headers ?? {};
  }
}
