import type { Clock } from '../clock.ts';
import { createDeadline } from '../deadline.ts';

/**
 * Makes a call and waits at most `ms` milliseconds for it, then aborts it and does not wait for it to notice.
 *
 * @throws DeadlineError when the time is up, else whatever the call throws
 */
export async function boundedCall<T>(clock: Clock, ms: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { signal, clear } = createDeadline(clock, clock.now() + ms);
  const timeUp = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    return await Promise.race([call(signal), timeUp]);
  } finally {
    clear();
  }
}
