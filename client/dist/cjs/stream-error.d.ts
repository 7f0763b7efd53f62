import type { ErrorDetail } from './answer.js';
import { type StreamErrorCode } from './stream-error-code.js';
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
export declare class StreamError extends Error {
    readonly name: 'StreamError';
    /** The HTTP status; 0 when no response came: no network, or a timeout. */
    readonly status: number;
    /** The kind of error, out of a fixed list: `Extraction failed`, `Too many requests`, `Network error` … */
    readonly code: StreamErrorCode;
    /** The same in the words of the response, which may be newer than that list. */
    readonly error: string;
    /** Whether the same request can succeed later. */
    readonly retryable: boolean;
    /** Seconds to wait before the next request, where the server states them. */
    readonly retryAfter: number | undefined;
    /** The request's id in the server's log. */
    readonly requestId: string | undefined;
    /** On a 400, which parameters are invalid, and why. */
    readonly details: readonly ErrorDetail[];
    constructor(facts: StreamErrorFacts);
    /** Everything but the stack, for logs: `JSON.stringify` alone leaves out an error's message and cause. */
    toJSON(): object;
}
export {};
