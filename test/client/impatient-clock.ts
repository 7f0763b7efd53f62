import type { Clock } from '../../client/src/index.ts';

/** A clock on which waits between attempts end at once and are recorded, and time limits never fire. */
export class ImpatientClock implements Clock {
  readonly waits: number[] = [];
  readonly #limit: number;
  #now = Date.UTC(2026, 0, 1);

  /** @param limit milliseconds: sleeps from there on are limits */
  constructor(limit = 30_000) {
    this.#limit = limit;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms >= this.#limit) {
      return new Promise((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    }
    this.waits.push(ms);
    this.#now += ms;
    return Promise.resolve();
  }
}
