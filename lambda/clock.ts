/** Time as the code sees it: passed in, so that a test can drive it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Calls back after `ms` milliseconds, unless what it returns is called before. For waits that hardly ever come to
   * their end: an alarm costs a fraction of a sleep that is aborted.
   */
  alarm(ms: number, ring: () => void): () => void;
}

const alarm = (ms: number, ring: () => void): (() => void) => {
  const timer = setTimeout(ring, ms);
  return () => clearTimeout(timer);
};

export const systemClock: Clock = {
  now: Date.now,
  alarm,
  // Not timers/promises: on the warm path the error it makes for every timer that is no longer needed costs more than
  // everything else about the timer.
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const giveUp = () => {
        cancel();
        reject(signal?.reason);
      };
      const cancel = alarm(ms, () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      });
      signal?.addEventListener('abort', giveUp, { once: true });
    }),
};
