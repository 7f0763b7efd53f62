import type { Clock } from '../../../client/src/index.ts';
import type { FakeClock } from '../../support/fake-clock.ts';

/** A driven clock that knows its sleeps. */
export class CountingClock implements Clock {
  readonly #clock: FakeClock;
  #looks: (() => void)[] = [];
  /** Every sleep so far, in whole milliseconds. */
  readonly sleeps: number[] = [];
  /** How many have not ended. */
  waiting = 0;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  advance(ms: number): Promise<void> {
    return this.#clock.advance(ms);
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.sleeps.push(Math.round(ms));
    this.waiting += 1;
    for (const look of [...this.#looks]) look();
    try {
      await this.#clock.sleep(ms, signal);
    } finally {
      this.waiting -= 1;
    }
  }

  /** Resolves with the sleep of this number, in milliseconds, once it has begun. */
  slept(times: number): Promise<number> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.sleeps.length < times) return;
        this.#looks = this.#looks.filter((other) => other !== look);
        resolve(this.sleeps[times - 1]!);
      };
      this.#looks.push(look);
      look();
    });
  }
}
