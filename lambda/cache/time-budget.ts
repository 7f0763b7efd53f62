import type { Clock } from '../clock.ts';
import { createDeadline } from '../deadline.ts';

/** A call to the table for which an answer waits counts as failed when it takes longer, in milliseconds. */
export const TABLE_MS = 1_000;

/** A container's first call waits for a connection, its TLS handshake and credentials as well. */
export const FIRST_TABLE_MS = 3_000;

/**
 * Waits for a call no longer than `ms` milliseconds, and no longer than `parent` allows. Then its signal is aborted and
 * it is left to itself: whatever it comes to is ignored.
 *
 * @throws DeadlineError when the time is up, the parent's reason when that is aborted, else whatever the call throws
 */
export async function withinBudget<T>(
  clock: Clock,
  ms: number,
  call: (signal: AbortSignal) => Promise<T>,
  parent?: AbortSignal,
): Promise<T> {
  const { signal, clear } = createDeadline(clock, clock.now() + ms, parent);
  let timeUp = () => {};
  const over = new Promise<never>((_, reject) => {
    timeUp = () => reject(signal.reason);
    if (signal.aborted) timeUp();
    else signal.addEventListener('abort', timeUp, { once: true });
  });
  try {
    return await Promise.race([call(signal), over]);
  } finally {
    signal.removeEventListener('abort', timeUp);
    clear();
  }
}
