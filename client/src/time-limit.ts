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
  if (signal.aborted) throw signal.reason;
  const limit = new AbortController();
  const settled = new AbortController();
  const abort = () => limit.abort(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  clock.sleep(ms, settled.signal).then(
    () => limit.abort(reason()),
    () => undefined,
  );
  try {
    return await Promise.race([work(limit.signal), rejectionOf(limit.signal)]);
  } catch (error) {
    throw limit.signal.aborted ? limit.signal.reason : error;
  } finally {
    settled.abort();
    signal.removeEventListener('abort', abort);
  }
}

const rejectionOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
