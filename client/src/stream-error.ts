import type { ErrorDetail } from './answer.ts';
import { codeOf, type StreamErrorCode } from './stream-error-code.ts';

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
 *
 * @example
 * if (error instanceof StreamError && error.code === 'Extraction failed') return 'This title is not available.';
 */
export class StreamError extends Error {
  override readonly name = 'StreamError' as const;
  /** The HTTP status; 0 when no response came: no network, or a timeout. */
  declare readonly status: number;
  /** The kind of error, out of a fixed list: `Extraction failed`, `Too many requests`, `Network error` … */
  declare readonly code: StreamErrorCode;
  /** The same in the words of the response, which may be newer than that list. */
  declare readonly error: string;
  /** Whether the same request can succeed later. */
  declare readonly retryable: boolean;
  /** Seconds to wait before the next request, where the server states them. */
  declare readonly retryAfter: number | undefined;
  /** The request's id in the server's log. */
  declare readonly requestId: string | undefined;
  /** On a 400, which parameters are invalid, and why. */
  declare readonly details: readonly ErrorDetail[];

  constructor({ message, cause, details = [], ...facts }: StreamErrorFacts) {
    super(message, cause === undefined ? {} : { cause });
    Object.assign(this, facts, { code: codeOf(facts.error, facts.status), details });
  }

  /** Everything but the stack, for logs: `JSON.stringify` alone leaves out an error's message and cause. */
  toJSON(): object {
    return { ...this, message: this.message, cause: causeOf(this) };
  }
}

function causeOf({ cause }: Error): object | undefined {
  if (cause instanceof StreamError) return cause.toJSON();
  // By its fields, since an error of another realm, as a frame is, is no instance of this one's Error.
  const { name, message } = Object(cause);
  return typeof message === 'string' ? { name, message } : undefined;
}
