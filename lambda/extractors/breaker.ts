import type { Clock } from '../clock.ts';
import { type Extractor, NotFoundError, UnavailableError } from './extractor.ts';

/** Failed extractions in a row that open the breaker. An extraction with all its attempts counts once. */
export const FAILURES_TO_OPEN = 5;

/** How long an open breaker lets nothing through. After that one probe goes. */
export const OPEN_MS = 10_000;

/** What the fleet knows of one upstream. */
export interface BreakerState {
  readonly failures: number;
  /** Milliseconds since 1970; 0 while it has never opened. */
  readonly openUntil: number;
}

export const HEALTHY: BreakerState = { failures: 0, openUntil: 0 };

/** The state of each upstream, shared by the fleet. Every method rejects when the store cannot be reached. */
export interface BreakerStore {
  read(upstream: string): Promise<BreakerState>;
  /** One more failure; answers the state after it. */
  addFailure(upstream: string): Promise<BreakerState>;
  /** Keeps it open until then, if it was open until `from` before. False when another was first. */
  open(upstream: string, from: number, until: number): Promise<boolean>;
  /** The upstream answers again. */
  reset(upstream: string): Promise<void>;
}

const openError = (openForMs: number): UnavailableError =>
  new UnavailableError('The breaker is open', { retryAfter: Math.ceil(openForMs / 1000) });

/**
 * Keeps the fleet from hammering an upstream that fails: after five failed extractions in a row nothing goes through
 * for ten seconds, then one probe. It writes on failure and recovery only. Where its store cannot be reached it lets
 * everything through: a table outage must not become an outage of the upstream.
 */
export class Breaker {
  readonly #store: BreakerStore;
  readonly #clock: Clock;
  /** Known to be open until then: no read is needed before. */
  readonly #openUntil = new Map<string, number>();

  constructor(store: BreakerStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Milliseconds for which this upstream is not asked; 0 when it may be. */
  async openFor(upstream: string): Promise<number> {
    const known = this.#left(upstream);
    if (known > 0) return known;
    const state = await this.#store.read(upstream).catch(() => HEALTHY);
    this.#openUntil.set(upstream, state.failures >= FAILURES_TO_OPEN ? state.openUntil : 0);
    return this.#left(upstream);
  }

  /**
   * Runs one extraction.
   *
   * @throws UnavailableError without running it, while the upstream is given rest
   */
  async run<T>(upstream: string, extraction: () => Promise<T>): Promise<T> {
    const left = this.#left(upstream);
    if (left > 0) throw openError(left);
    const state = await this.#store.read(upstream).catch(() => HEALTHY);
    if (state.failures >= FAILURES_TO_OPEN) await this.#admitProbe(upstream, state);
    let result: T;
    try {
      result = await extraction();
    } catch (error) {
      await (error instanceof NotFoundError ? this.#succeeded(upstream, state) : this.#failed(upstream));
      throw error;
    }
    await this.#succeeded(upstream, state);
    return result;
  }

  /** The breaker stands open; whoever moves its end first is the one probe. */
  async #admitProbe(upstream: string, { openUntil }: BreakerState): Promise<void> {
    const now = this.#clock.now();
    const first = openUntil <= now && (await this.#store.open(upstream, openUntil, now + OPEN_MS).catch(() => true));
    if (first) return;
    this.#openUntil.set(upstream, Math.max(openUntil, now + 1_000));
    throw openError(this.#left(upstream));
  }

  async #failed(upstream: string): Promise<void> {
    try {
      const state = await this.#store.addFailure(upstream);
      if (state.failures < FAILURES_TO_OPEN) return;
      const until = this.#clock.now() + OPEN_MS;
      await this.#store.open(upstream, state.openUntil, until);
      this.#openUntil.set(upstream, until);
    } catch {
      // Not counted: see the class.
    }
  }

  async #succeeded(upstream: string, before: BreakerState): Promise<void> {
    this.#openUntil.delete(upstream);
    if (before.failures > 0) await this.#store.reset(upstream).catch(() => undefined);
  }

  #left(upstream: string): number {
    return Math.max(0, (this.#openUntil.get(upstream) ?? 0) - this.#clock.now());
  }
}

/** The same extractor behind the breaker. */
export function withBreaker(extractor: Extractor, breaker: Breaker): Extractor {
  return {
    name: extractor.name,
    extract: (content, deadline) => breaker.run(extractor.name, () => extractor.extract(content, deadline)),
  };
}
