import type { Clock } from '../../lambda/clock.ts';

interface Alarm {
  readonly at: number;
  /** Of alarms for the same moment the one set first rings first. */
  readonly order: number;
  ring: (() => void) | undefined;
}

/**
 * Time that jumps to the next millisecond in which something happens. Before it goes on, everything that was set going
 * runs until it waits again, as it would on processors that are never busy.
 */
export class SimulatedClock implements Clock {
  /** A binary heap, the next alarm on top. */
  readonly #alarms: Alarm[] = [];
  #now: number;
  #order = 0;

  /** @param start milliseconds since 1970 */
  constructor(start: number) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  setTimer(ms: number, ring: () => void): () => void {
    const alarm: Alarm = { at: Math.ceil(this.#now + ms), order: this.#order++, ring };
    this.#push(alarm);
    return () => {
      alarm.ring = undefined;
    };
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const giveUp = () => {
        cancel();
        reject(signal?.reason);
      };
      const cancel = this.setTimer(ms, () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      });
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** Lets happen what happens until then (milliseconds since 1970). */
  async runUntil(end: number): Promise<void> {
    for (let next = this.#alarms[0]; next !== undefined && next.at <= end; next = this.#alarms[0]) {
      this.#now = next.at;
      for (let due: Alarm | undefined = next; due?.at === this.#now; due = this.#alarms[0]) {
        this.#pop();
        due.ring?.();
      }
      await quiet();
    }
    this.#now = end;
  }

  #push(alarm: Alarm): void {
    const heap = this.#alarms;
    let index = heap.push(alarm) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (isBefore(heap[parent]!, alarm)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = alarm;
  }

  #pop(): void {
    const heap = this.#alarms;
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

const isBefore = (a: Alarm, b: Alarm): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** Node runs every promise that can go on before it comes to the next turn of its loop. */
const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
