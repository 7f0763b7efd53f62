import { type Clock, sleepWith } from '../../lambda/clock.ts';

interface Timer {
  readonly at: number;
  /** Of timers for the same moment, the one set first fires first. */
  readonly order: number;
  callback: (() => void) | undefined;
}

/**
 * Time that jumps to the next millisecond with a timer. Before it continues, everything that was started runs until it
 * waits again, as it would on processors that are never busy.
 */
export class SimulatedClock implements Clock {
  /** A binary heap, with the next timer on top. */
  readonly #timers: Timer[] = [];
  #now: number;
  #order = 0;

  /** @param start milliseconds since 1970 */
  constructor(start: number) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  setTimer(ms: number, callback: () => void): () => void {
    const timer: Timer = { at: Math.ceil(this.#now + ms), order: this.#order++, callback };
    this.#push(timer);
    return () => {
      timer.callback = undefined;
    };
  }

  readonly sleep = sleepWith((ms, callback) => this.setTimer(ms, callback));

  /** Runs all timers until `end` (milliseconds since 1970). */
  async runUntil(end: number): Promise<void> {
    for (let next = this.#timers[0]; next !== undefined && next.at <= end; next = this.#timers[0]) {
      this.#now = next.at;
      for (let due: Timer | undefined = next; due?.at === this.#now; due = this.#timers[0]) {
        this.#pop();
        due.callback?.();
      }
      await quiet();
    }
    this.#now = end;
  }

  #push(timer: Timer): void {
    const heap = this.#timers;
    let index = heap.push(timer) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (isBefore(heap[parent]!, timer)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = timer;
  }

  #pop(): void {
    const heap = this.#timers;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (isBefore(last, heap[child]!)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = last;
  }
}

const isBefore = (a: Timer, b: Timer): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** Resolves when every promise that can continue has done so, before the next turn of Node's event loop. */
const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
