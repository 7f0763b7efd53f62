import type { SimulatedClock } from '../../bench/simulation/simulated-clock.ts';
import type { Clock } from '../../lambda/clock.ts';

/**
 * One container's process: it can be frozen and killed. While it is frozen nothing of it runs; when it is thawed, the
 * timers that were due meanwhile come first and then what arrived on its sockets, as in Node's event loop.
 */
export class ContainerLife {
  readonly #world: SimulatedClock;
  #isFrozen = false;
  #isDead = false;
  #timers: (() => void)[] = [];
  #arrivals: (() => void)[] = [];
  readonly #killedCallbacks: (() => void)[] = [];
  /** When it was, or is, thawed. */
  frozenUntil = Number.NEGATIVE_INFINITY;

  constructor(world: SimulatedClock) {
    this.#world = world;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  kill(): void {
    this.#isDead = true;
    for (const callback of this.#killedCallbacks.splice(0)) callback();
  }

  /** Calls back when it is killed. */
  onKilled(callback: () => void): void {
    this.#killedCallbacks.push(callback);
  }

  freeze(ms: number): void {
    if (this.#isFrozen) return;
    this.#isFrozen = true;
    this.frozenUntil = this.#world.now() + ms;
    this.#world.setTimer(ms, () => this.#thaw());
  }

  /** Lets something happen in this process. */
  run(kind: 'timer' | 'arrival', happen: () => void): void {
    if (this.#isDead) return;
    if (!this.#isFrozen) happen();
    else if (kind === 'timer') this.#timers.push(happen);
    else this.#arrivals.push(happen);
  }

  /** This process's clock. @param skew milliseconds by which it is ahead of the true time */
  clock(skew: number): Clock {
    const setTimer = (ms: number, callback: () => void): (() => void) => {
      let isCancelled = false;
      const cancel = this.#world.setTimer(ms, () => this.run('timer', () => void (isCancelled || callback())));
      return () => {
        isCancelled = true;
        cancel();
      };
    };
    return {
      now: () => this.#world.now() + skew,
      setTimer,
      sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
          if (signal?.aborted) return reject(signal.reason);
          const cancel = setTimer(ms, resolve);
          signal?.addEventListener('abort', () => {
            cancel();
            reject(signal.reason);
          });
        }),
    };
  }

  #thaw(): void {
    this.#isFrozen = false;
    // A millisecond apart, so that what each sets going runs before the next.
    const due = [...this.#timers.splice(0), ...this.#arrivals.splice(0)];
    for (const [index, happen] of due.entries()) this.#world.setTimer(index, () => this.run('arrival', happen));
  }
}
