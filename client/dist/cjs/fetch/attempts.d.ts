import type { Clock } from '../clock.js';
import { type Abortable } from '../time-limit.js';
export interface AttemptOptions {
    /** Maximum attempts, including the first. */
    readonly attempts: number;
    /** Milliseconds for everything: requests and waits. */
    readonly timeout: number;
    readonly clock: Clock;
    /** From 0 up to 1. */
    readonly random: () => number;
}
/**
 * Retries transient failures after 1 s, 2 s, 4 s … up to 10 s, each ± 20 %, and never sooner than the server's
 * Retry-After. A failure whose Retry-After exceeds 10 s, or the time that is left, is thrown at once: a page can show
 * "again in 40 s", while a silent wait looks like a hang.
 *
 * @throws StreamError the last failure, or `Request timeout` with it as its cause
 * @throws the signal's reason, as soon as it is aborted
 */
export declare function withAttempts<T>(call: Abortable<T>, options: AttemptOptions, signal: AbortSignal): Promise<T>;
