import type { Clock } from './clock.ts';
import { DeadlineError } from './deadline.ts';

/**
 * Makes a call and waits for it no longer than `ms` milliseconds, and no longer than `parent` allows. Then the call's
 * signal is aborted and it is left to itself: whatever it comes to is ignored.
 *
 * @throws DeadlineError when the time is up, the parent's reason when that is aborted, else whatever the call throws
 */
export function boundedCall<T>(
  clock: Clock,
  ms: number,
  call: (signal: AbortSignal) => Promise<T>,
  parent?: AbortSignal,
): Promise<T> {
  // Every counted request comes by here: by hand this costs half of what Promise.race does.
  return new Promise<T>((resolve, reject) => {
    const over = new AbortController();
    const end = () => {
      cancel();
      parent?.removeEventListener('abort', follow);
    };
    const giveUp = (reason: unknown) => {
      end();
      over.abort(reason);
      reject(reason);
    };
    const follow = () => giveUp(parent?.reason);
    const cancel = clock.alarm(ms, () => giveUp(new DeadlineError()));
    if (parent?.aborted) return follow();
    parent?.addEventListener('abort', follow, { once: true });
    call(over.signal).then(
      (value) => {
        end();
        resolve(value);
      },
      (error) => {
        end();
        reject(error);
      },
    );
  });
}
