import { type Clock, sleepWith } from '../../lambda/clock.ts';

/** A clock that only a test moves. Timers fire in order, and what they start runs between them. */
export class FakeClock implements Clock {
  #now: number;
  #timers: { at: number; fire: () => void }[] = [];

  constructor(now = Date.UTC(2026, 0, 1)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  setTimer(ms: number, fire: () => void): () => void {
    const timer = { at: this.#now + ms, fire };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  readonly sleep = sleepWith((ms, fire) => this.setTimer(ms, fire));

  /** Moves time forward by `ms` milliseconds. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let next = this.#nextBefore(end); next !== undefined; next = this.#nextBefore(end)) {
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = Math.max(this.#now, next.at);
      next.fire();
      await settle();
    }
    this.#now = end;
  }

  #nextBefore(end: number) {
    return this.#timers.filter((timer) => timer.at <= end).toSorted((a, b) => a.at - b.at)[0];
  }
}

/** Lets everything run that is ready to. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** The same clock as a container sees it whose time is off by `ms` milliseconds. */
export const shifted = (clock: Clock, ms: number): Clock => ({
  now: () => clock.now() + ms,
  sleep: clock.sleep.bind(clock),
  setTimer: clock.setTimer.bind(clock),
});
