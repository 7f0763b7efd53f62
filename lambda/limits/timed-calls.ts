import type { Clock } from '../clock.ts';
import { DeadlineError } from '../deadline.ts';

interface Waiting {
  /** When its time has passed, in milliseconds since 1970. */
  readonly due: number;
  readonly stop: () => void;
  hasEnded: boolean;
}

/**
 * Makes calls that all may take the same time, as `boundedCall` does for one. They share a timer, which goes on when a
 * call has ended: to set and clear one for each call costs a hit almost as much as hashing an address.
 */
export class TimedCalls {
  readonly #clock: Clock;
  readonly #ms: number;
  /** In the order of their beginnings, so the first is due first. */
  #waiting: Waiting[] = [];
  #isTimed = false;

  constructor(clock: Clock, ms: number) {
    this.#clock = clock;
    this.#ms = ms;
  }

  /**
   * Makes a call and waits for it. When its time has passed, its signal is aborted and its result is ignored.
   *
   * @returns what `made` makes of its result, or `failed` of its error: a DeadlineError when the time has passed.
   *   Neither may throw. One promise does for all: each costs a hit a tenth of a microsecond.
   */
  run<T, R>(call: (signal: AbortSignal) => Promise<T>, made: (value: T) => R, failed: (error: Error) => R): Promise<R> {
    return new Promise((resolve) => {
      const controller = new AbortController();
      const stop = () => {
        const reason = new DeadlineError();
        controller.abort(reason);
        resolve(failed(reason));
      };
      const waiting = { due: this.#clock.now() + this.#ms, stop, hasEnded: false };
      this.#waiting.push(waiting);
      if (!this.#isTimed) this.#time(waiting, this.#ms);
      call(controller.signal).then(
        (value) => {
          if (waiting.hasEnded) return;
          this.#end(waiting);
          resolve(made(value));
        },
        (error) => {
          if (waiting.hasEnded) return;
          this.#end(waiting);
          resolve(failed(error));
        },
      );
    });
  }

  #end(waiting: Waiting): void {
    waiting.hasEnded = true;
    while (this.#waiting[0]?.hasEnded) this.#waiting.shift();
  }

  #time(first: Waiting, ms: number): void {
    this.#isTimed = true;
    this.#clock.setTimer(ms, () => this.#stopDue(first));
  }

  /** @param timed the call that the timer was set for; it is due, also when the clock was set meanwhile */
  #stopDue(timed: Waiting): void {
    this.#isTimed = false;
    const now = this.#clock.now();
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      if (first !== timed && first.due > now) {
        this.#time(first, Math.min(this.#ms, first.due - now));
        return;
      }
      this.#end(first);
      first.stop();
    }
  }
}
