/** Time as the code sees it: passed in, so that a test can drive it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Calls `callback` after `ms` milliseconds. The function that it returns cancels the timer.
   *
   * For limits that are hardly ever reached: a timer costs a fraction of a sleep that is aborted.
   */
  setTimer(ms: number, callback: () => void): () => void;
}

/**
 * The sleep of a clock with these timers. Not timers/promises: on the warm path the error it makes for every timer that
 * is no longer needed costs more than everything else about the timer.
 */
export const sleepWith =
  (setTimer: Clock['setTimer']): Clock['sleep'] =>
  (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const abort = () => {
        cancel();
        reject(signal?.reason);
      };
      const cancel = setTimer(ms, () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      });
      signal?.addEventListener('abort', abort, { once: true });
    });

const setTimer: Clock['setTimer'] = (ms, callback) => {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
};

export const systemClock: Clock = { now: Date.now, setTimer, sleep: sleepWith(setTimer) };
