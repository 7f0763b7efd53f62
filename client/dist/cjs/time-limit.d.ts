import type { Clock } from './clock.js';
/** Work that ends early when its signal is aborted. */
export type Abortable<T> = (signal: AbortSignal) => Promise<T>;
/**
 * Runs some work, and aborts and stops waiting for it after `ms` milliseconds or when the caller's signal is aborted.
 *
 * @throws `reason()` after that time, the signal's reason when it is aborted, or what the work throws
 */
export declare function withTimeLimit<T>(ms: number, clock: Clock, signal: AbortSignal, reason: () => Error, work: Abortable<T>): Promise<T>;
