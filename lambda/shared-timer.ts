import type { Clock } from './clock.ts';

/** Something that is stopped when its time has passed, unless it has ended before. */
export interface Timed {
  /** When its time has passed, in milliseconds since 1970. */
  readonly due: number;
  readonly stop: () => void;
  hasEnded: boolean;
}

/**
 * One timer for all that may take about the same time. It goes on when what it was set for has ended: to set and clear
 * a timer for each costs a hit almost as much as hashing an address.
 */
export class SharedTimer {
  readonly #clock: Clock;
  /** In the order of their beginnings, so the first is due first. */
  #waiting: Timed[] = [];
  /** When the timer fires. */
  #next = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param stop called when this number of milliseconds has passed; it may not throw */
  begin(ms: number, stop: () => void): Timed {
    const timed = { due: this.#clock.now() + ms, stop, hasEnded: false };
    this.#waiting.push(timed);
    if (timed.due < this.#next) this.#set(timed, ms);
    return timed;
  }

  end(timed: Timed): void {
    timed.hasEnded = true;
    while (this.#waiting[0]?.hasEnded) this.#waiting.shift();
  }

  #set(first: Timed, ms: number): void {
    this.#next = this.#clock.now() + ms;
    this.#clock.setTimer(ms, () => this.#stopDue(first, ms));
  }

  /** @param timed what the timer was set for; it is due, also when the clock was set meanwhile */
  #stopDue(timed: Timed, ms: number): void {
    this.#next = Number.POSITIVE_INFINITY;
    const now = this.#clock.now();
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      if (first !== timed && first.due > now) {
        this.#set(first, Math.min(ms, first.due - now));
        return;
      }
      this.end(first);
      first.stop();
    }
  }
}
