import type { Clock } from './clock.ts';

/** Something that is stopped when its time has passed, unless it has ended before. */
export interface Timed {
  /** Milliseconds that it may take. */
  readonly ms: number;
  /** When its time has passed, in milliseconds since 1970. */
  readonly due: number;
  readonly stop: () => void;
  hasEnded: boolean;
}

/**
 * One timer for many that may each take some time. It goes on when what it was set for has ended: to set and clear a
 * timer for each costs a hit almost as much as hashing an address.
 */
export class SharedTimer {
  readonly #clock: Clock;
  /** In the order of their beginnings. Of those behind the first, some may have ended. */
  readonly #waiting: Timed[] = [];
  /** When the timer fires. */
  #next = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param stop called when this number of milliseconds has passed; it may not throw */
  begin(ms: number, stop: () => void): Timed {
    const timed = { ms, due: this.#clock.now() + ms, stop, hasEnded: false };
    this.#waiting.push(timed);
    // Nearly always later than what the timer was set for before.
    if (timed.due < this.#next) this.#set(timed, ms);
    return timed;
  }

  end(timed: Timed): void {
    timed.hasEnded = true;
    while (this.#waiting[0]?.hasEnded) this.#waiting.shift();
  }

  #set(timed: Timed, ms: number): void {
    this.#next = this.#clock.now() + ms;
    this.#clock.setTimer(ms, () => this.#stopDue(timed));
  }

  /** @param timed what the timer was set for; it is due, also when the clock was set meanwhile */
  #stopDue(timed: Timed): void {
    this.#next = Number.POSITIVE_INFINITY;
    const now = this.#clock.now();
    const running = this.#waiting.filter(({ hasEnded }) => !hasEnded);
    const isDue = (each: Timed): boolean => each === timed || each.due <= now;
    for (const each of running.filter(isDue)) {
      this.end(each);
      each.stop();
    }
    const [next] = running.filter((each) => !isDue(each)).sort((one, other) => one.due - other.due);
    if (next === undefined) return;
    // No longer than its own time, should the clock have been set back.
    this.#set(next, Math.min(next.ms, next.due - now));
  }
}
