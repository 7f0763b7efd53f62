import type { Clock } from './clock.ts';
import { DeadlineError } from './deadline.ts';

/**
 * Makes a call and waits for it at most `ms` milliseconds, or until `parent` is aborted. Then the call's signal is
 * aborted and its result is ignored.
 *
 * @throws DeadlineError when the time has passed, the parent's reason when that is aborted, else the call's own error
 */
export function boundedCall<T>(
  clock: Clock,
  ms: number,
  call: (signal: AbortSignal) => Promise<T>,
  parent?: AbortSignal,
): Promise<T> {
  // Every counted request passes through here: by hand this costs half of what Promise.race does.
  return new Promise<T>((resolve, reject) => {
    const controller = new AbortController();
    const cleanUp = () => {
      cancel();
      parent?.removeEventListener('abort', follow);
    };
    const abort = (reason: unknown) => {
      cleanUp();
      controller.abort(reason);
      reject(reason);
    };
    const follow = () => abort(parent?.reason);
    const cancel = clock.setTimer(ms, () => abort(new DeadlineError()));
    if (parent?.aborted) return follow();
    parent?.addEventListener('abort', follow, { once: true });
    call(controller.signal).then(
      (value) => {
        cleanUp();
        resolve(value);
      },
      (error) => {
        cleanUp();
        reject(error);
      },
    );
  });
}
