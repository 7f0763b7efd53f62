import type { Clock } from './clock.ts';

/** Work that ends early when its signal is aborted. */
export type Abortable<T> = (signal: AbortSignal) => Promise<T>;

/**
 * Runs some work, and aborts and stops waiting for it after `ms` milliseconds or when the caller's signal is aborted.
 *
 * @throws `reason()` after that time, the signal's reason when it is aborted, or what the work throws
 */
export async function withTimeLimit<T>(
  ms: number,
  clock: Clock,
  signal: AbortSignal,
  reason: () => Error,
  work: Abortable<T>,
): Promise<T> {
  signal.throwIfAborted();
  const limit = new AbortController();
  const settled = new AbortController();
  signal.addEventListener('abort', () => limit.abort(signal.reason), { signal: settled.signal });
  clock.sleep(ms, settled.signal).then(
    () => limit.abort(reason()),
    () => undefined,
  );
  const ended = new Promise<never>((_, reject) => {
    limit.signal.addEventListener('abort', () => reject(limit.signal.reason));
  });
  try {
    return await Promise.race([work(limit.signal), ended]);
  } catch (error) {
    throw limit.signal.aborted ? limit.signal.reason : error;
  } finally {
    settled.abort();
  }
}
