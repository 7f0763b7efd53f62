import type { Clock } from './clock.ts';
import { DeadlineError } from './deadline.ts';

/**
 * Makes a call and waits for it no longer than `ms` milliseconds, and no longer than `parent` allows. Then the call's
 * signal is aborted and it is left to itself: whatever it comes to is ignored.
 *
 * @throws DeadlineError when the time is up, the parent's reason when that is aborted, else whatever the call throws
 */
export async function boundedCall<T>(
  clock: Clock,
  ms: number,
  call: (signal: AbortSignal) => Promise<T>,
  parent?: AbortSignal,
): Promise<T> {
  const over = new AbortController();
  let cancel = () => {};
  let follow = () => {};
  const timeUp = new Promise<never>((_, reject) => {
    const giveUp = (reason: unknown) => {
      over.abort(reason);
      reject(reason);
    };
    cancel = clock.alarm(ms, () => giveUp(new DeadlineError()));
    follow = () => giveUp(parent?.reason);
    if (parent?.aborted) follow();
    else parent?.addEventListener('abort', follow, { once: true });
  });
  try {
    return await Promise.race([call(over.signal), timeUp]);
  } finally {
    cancel();
    parent?.removeEventListener('abort', follow);
  }
}
