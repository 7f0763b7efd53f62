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

/** A timer that is kept has this length at most: a process that is done does not end before it. */
const LONGEST_KEPT_MS = 500;

/** The timer of an alarm that was called off. It runs on, and the next alarm of its length takes it over. */
let kept: AlarmTimer | undefined;

/**
 * Serves one alarm after the other. Each request sets alarms and calls them off, and to set a running timer anew costs
 * a fifth of what making one and clearing it does.
 */
class AlarmTimer {
  readonly ms: number;
  readonly #timer: NodeJS.Timeout;
  #ring: (() => void) | undefined;

  constructor(ms: number) {
    this.ms = ms;
    this.#timer = setTimeout(() => this.#over(), ms);
  }

  set(ring: () => void): void {
    this.#ring = ring;
    this.#timer.refresh();
  }

  callOff(ring: () => void): void {
    if (this.#ring !== ring) return;
    this.#ring = undefined;
    if (kept === undefined && this.ms <= LONGEST_KEPT_MS) kept = this;
    else clearTimeout(this.#timer);
  }

  #over(): void {
    if (kept === this) kept = undefined;
    const ring = this.#ring;
    this.#ring = undefined;
    ring?.();
  }
}

function timerOf(ms: number): AlarmTimer {
  if (kept?.ms !== ms) return new AlarmTimer(ms);
  const timer = kept;
  kept = undefined;
  return timer;
}

const alarm = (ms: number, ring: () => void): (() => void) => {
  // A function of its own, so that an alarm that is called off twice leaves its timer's next one alone.
  const own = () => ring();
  const timer = timerOf(ms);
  timer.set(own);
  return () => timer.callOff(own);
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
