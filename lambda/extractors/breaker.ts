import { boundedCall } from '../bounded-call.ts';
import type { Clock } from '../clock.ts';
import { BreakerOpenError, type Extractor, NotFoundError } from './extractor.ts';
import { isRefusal } from './upstream-status-error.ts';

/**
 * Failed extractions in a row that open the breaker. An extraction with all its attempts counts once; one that ended in
 * an answer about the title, that it is not there or not to be had, is none: else one title could close a whole service.
 */
export const FAILURES_TO_OPEN = 5;

/** How long an open breaker lets nothing through. After that one probe goes. */
export const OPEN_MS = 10_000;

/** What was read so long ago at most is not read again: a miss asks twice, before its lease and before its call. */
const KNOWN_MS = 1_000;

/** Reading or writing the state may not hold up an answer for longer. */
const STORE_MS = 200;

/** What the fleet knows of one upstream. */
export interface BreakerState {
  /** In a row. */
  readonly failures: number;
  /** The end of the rest that the last failure or probe asked for, in milliseconds since 1970. It holds from the fifth failure on. */
  readonly restUntil: number;
}

export const HEALTHY: BreakerState = { failures: 0, restUntil: 0 };

/** The state of each upstream, shared by the fleet. Every method rejects when the store cannot be reached. */
export interface BreakerStore {
  read(upstream: string, signal?: AbortSignal): Promise<BreakerState>;
  /** One more failure, and rest until then; answers the state after it. */
  addFailure(upstream: string, restUntil: number, signal?: AbortSignal): Promise<BreakerState>;
  /** Takes the right to probe: moves the end of its rest from the one seen. False when another was first. */
  claimProbe(upstream: string, seen: number, restUntil: number, signal?: AbortSignal): Promise<boolean>;
  /** The upstream answers again. */
  reset(upstream: string, signal?: AbortSignal): Promise<void>;
}

/**
 * Keeps the fleet from hammering an upstream that fails: after five failed extractions in a row nothing goes through
 * for ten seconds, then one probe. It writes on failure and recovery only. Where its store cannot be reached it lets
 * everything through: a table outage must not become an outage of the upstream.
 */
export class Breaker {
  readonly #store: BreakerStore;
  readonly #clock: Clock;
  readonly #known = new Map<string, { readonly state: BreakerState; readonly at: number }>();

  constructor(store: BreakerStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Milliseconds for which this upstream is not asked; 0 when it may be. */
  async openFor(upstream: string, signal?: AbortSignal): Promise<number> {
    return this.#left(await this.#state(upstream, signal));
  }

  /**
   * Runs one extraction.
   *
   * @throws BreakerOpenError without running it, while the upstream is given rest
   */
  async run<T>(upstream: string, extraction: () => Promise<T>): Promise<T> {
    const state = await this.#state(upstream);
    const left = this.#left(state);
    if (left > 0) throw new BreakerOpenError(left);
    if (state.failures >= FAILURES_TO_OPEN) await this.#admitProbe(upstream, state);
    let result: T;
    try {
      result = await extraction();
    } catch (error) {
      const isWell = error instanceof NotFoundError || isRefusal(error);
      await (isWell ? this.#succeeded(upstream, state) : this.#failed(upstream));
      throw error;
    }
    await this.#succeeded(upstream, state);
    return result;
  }

  /** Its rest is over; whoever moves the end of it first is the one probe. */
  async #admitProbe(upstream: string, { restUntil }: BreakerState): Promise<void> {
    this.#known.delete(upstream);
    const until = this.#clock.now() + OPEN_MS;
    const claim = (signal: AbortSignal) => this.#store.claimProbe(upstream, restUntil, until, signal);
    if (await this.#inTime(claim).catch(() => true)) return;
    throw new BreakerOpenError(OPEN_MS);
  }

  async #failed(upstream: string): Promise<void> {
    this.#known.delete(upstream);
    const until = this.#clock.now() + OPEN_MS;
    try {
      const state = await this.#inTime((signal) => this.#store.addFailure(upstream, until, signal));
      // One of a few failures says nothing about the next call: another container's may come meanwhile.
      if (this.#left(state) > 0) this.#know(upstream, state);
    } catch {
      // Not counted: see the class.
    }
  }

  async #succeeded(upstream: string, before: BreakerState): Promise<void> {
    this.#known.delete(upstream);
    if (before.failures === 0) return;
    await this.#inTime((signal) => this.#store.reset(upstream, signal)).catch(() => undefined);
  }

  /** While it is known to be open no read is needed. */
  async #state(upstream: string, signal?: AbortSignal): Promise<BreakerState> {
    const known = this.#known.get(upstream);
    const age = known ? this.#clock.now() - known.at : Number.NaN;
    if (known && age >= 0 && (age < KNOWN_MS || this.#left(known.state) > 0)) return known.state;
    try {
      const state = await this.#inTime((budget) => this.#store.read(upstream, budget), signal);
      this.#know(upstream, state);
      return state;
    } catch {
      return HEALTHY;
    }
  }

  #know(upstream: string, state: BreakerState): void {
    this.#known.set(upstream, { state, at: this.#clock.now() });
  }

  #left({ failures, restUntil }: BreakerState): number {
    return failures < FAILURES_TO_OPEN ? 0 : Math.max(0, restUntil - this.#clock.now());
  }

  #inTime<T>(call: (signal: AbortSignal) => Promise<T>, parent?: AbortSignal): Promise<T> {
    return boundedCall(this.#clock, STORE_MS, call, parent);
  }
}

/** The same extractor behind the breaker. */
export function withBreaker(extractor: Extractor, breaker: Breaker): Extractor {
  return {
    name: extractor.name,
    extract: (content, deadline) => breaker.run(extractor.name, () => extractor.extract(content, deadline)),
  };
}
