import type { AlarmClock } from '../clock.ts';
import { DeadlineError } from '../deadline.ts';

/**
 * Makes a call and waits at most `ms` milliseconds for it, then aborts it and does not wait for it to notice.
 *
 * @throws DeadlineError when the time is up, else whatever the call throws
 */
export async function boundedCall<T>(
  clock: AlarmClock,
  ms: number,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  let cancel = () => {};
  const timeUp = new Promise<never>((_, reject) => {
    cancel = clock.alarm(ms, () => {
      over.abort(new DeadlineError());
      reject(over.signal.reason);
    });
  });
  try {
    return await Promise.race([call(over.signal), timeUp]);
  } finally {
    cancel();
  }
}
