import { boundedCall } from '../bounded-call.ts';
import type { Clock } from '../clock.ts';
import { titleKey } from '../stream/content.ts';
import { BreakerOpenError, isRefusal, NotFoundError, overtakenBy, type Provider } from './provider.ts';

/**
 * The number of different titles that must fail, with no answer about any title between them, to open the breaker. A
 * title counts once, however often it fails: otherwise a single broken title would block all others.
 */
export const TITLES_TO_OPEN = 5;

/** How long an open breaker blocks every extraction. Then it lets one probe through. */
export const OPEN_MS = 10_000;

/** State younger than this is reused: a miss checks it twice, before its lease and before its call. */
const KNOWN_MS = 1_000;

/** An `openUntil` further ahead than this was written by a wrong clock, and is ignored. */
const LONGEST_OPEN_MS = OPEN_MS + 5_000;

/** A read or write of the state may delay an answer by this much at most. */
const STORE_MS = 200;

/** The shared state of one provider. */
export interface BreakerState {
  /** The number of different titles that failed since the last answer. */
  readonly failingTitles: number;
  /** When the next probe is let through, in milliseconds since 1970. Ignored below {@link TITLES_TO_OPEN}. */
  readonly openUntil: number;
}

export const HEALTHY: BreakerState = { failingTitles: 0, openUntil: 0 };

/** The state of each provider, shared by the fleet. Every method rejects when the store cannot be reached. */
export interface BreakerStore {
  read(provider: string, signal?: AbortSignal): Promise<BreakerState>;
  /**
   * Adds a title to the failing ones and moves `openUntil`, in one write.
   *
   * @returns the new state; undefined when enough other titles are failing already, so that nothing was written
   */
  addFailure(
    provider: string,
    title: string,
    openUntil: number,
    signal?: AbortSignal,
  ): Promise<BreakerState | undefined>;
  /** Moves `openUntil` from the value seen. False when another container was first. */
  moveOpenUntil(provider: string, seen: number, openUntil: number, signal?: AbortSignal): Promise<boolean>;
  /** Forgets all failures, as the provider works again. */
  reset(provider: string, signal?: AbortSignal): Promise<void>;
}

/**
 * A circuit breaker per provider, shared by the fleet: after failed extractions of five different titles it is open for
 * ten seconds, then lets one probe through. It writes on failure and recovery only. Where its store cannot be reached
 * it lets everything through: a table outage must not become an outage of the provider.
 */
export class Breaker {
  readonly #store: BreakerStore;
  readonly #clock: Clock;
  readonly #known = new Map<string, { readonly state: BreakerState; readonly at: number }>();

  constructor(store: BreakerStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Milliseconds for which the provider's breaker is still open; 0 when the provider may be asked. */
  async openFor(provider: string, signal?: AbortSignal): Promise<number> {
    return this.#remainingOpenMs(await this.#state(provider, signal));
  }

  /**
   * Runs one extraction, all its attempts included. A response about this one title (not found, refused) is not a
   * failure, and a call that was cancelled before it was due says nothing.
   *
   * @param title the key under which a failure counts
   * @throws BreakerOpenError without running it, while the breaker is open
   */
  async run<T>(provider: string, title: string, extraction: () => Promise<T>): Promise<T> {
    const state = await this.#state(provider);
    const left = this.#remainingOpenMs(state);
    if (left > 0) throw new BreakerOpenError(left);
    const probeUntil = state.failingTitles < TITLES_TO_OPEN ? undefined : await this.#claimProbe(provider, state);
    let result: T;
    try {
      result = await extraction();
    } catch (error) {
      if (error instanceof NotFoundError || isRefusal(error)) await this.#recordAnswer(provider, state);
      else if (overtakenBy(error)?.wasSilent === false) throw error;
      else if (probeUntil === undefined) await this.#recordFailure(provider, title);
      else await this.#recordFailedProbe(provider, probeUntil);
      throw error;
    }
    await this.#recordAnswer(provider, state);
    return result;
  }

  /** The first container to move `openUntil` is the probe. Returns the new `openUntil`. */
  async #claimProbe(provider: string, { openUntil }: BreakerState): Promise<number> {
    this.#known.delete(provider);
    const until = this.#clock.now() + OPEN_MS;
    const claim = (signal: AbortSignal) => this.#store.moveOpenUntil(provider, openUntil, until, signal);
    if (await this.#bounded(claim).catch(() => true)) return until;
    throw new BreakerOpenError(OPEN_MS);
  }

  async #recordFailure(provider: string, title: string): Promise<void> {
    this.#known.delete(provider);
    const until = this.#clock.now() + OPEN_MS;
    // A failure that cannot be written is not counted: see the class.
    const add = (signal: AbortSignal) => this.#store.addFailure(provider, title, until, signal);
    const state = await this.#bounded(add).catch(() => undefined);
    // Below the threshold the state is not reused: another container may add the next failure at any time.
    if (state && this.#remainingOpenMs(state) > 0) this.#remember(provider, state);
  }

  /** Keeps the breaker open for ten seconds from now, unless the probe took so long that another has begun. */
  async #recordFailedProbe(provider: string, claimed: number): Promise<void> {
    this.#known.delete(provider);
    const until = this.#clock.now() + OPEN_MS;
    const move = (signal: AbortSignal) => this.#store.moveOpenUntil(provider, claimed, until, signal);
    await this.#bounded(move).catch(() => undefined);
  }

  /** Clears the failing titles, those that failed while this extraction ran included: its answer is more recent. */
  async #recordAnswer(provider: string, before: BreakerState): Promise<void> {
    const { failingTitles } = before.failingTitles > 0 ? before : await this.#state(provider);
    if (failingTitles === 0) return;
    this.#known.delete(provider);
    await this.#bounded((signal) => this.#store.reset(provider, signal)).catch(() => undefined);
  }

  async #state(provider: string, signal?: AbortSignal): Promise<BreakerState> {
    const known = this.#known.get(provider);
    const age = known ? this.#clock.now() - known.at : Number.NaN;
    if (known && age >= 0 && age < KNOWN_MS) return known.state;
    try {
      const state = await this.#bounded((budget) => this.#store.read(provider, budget), signal);
      this.#remember(provider, state);
      return state;
    } catch {
      return HEALTHY;
    }
  }

  #remember(provider: string, state: BreakerState): void {
    this.#known.set(provider, { state, at: this.#clock.now() });
  }

  #remainingOpenMs({ failingTitles, openUntil }: BreakerState): number {
    const left = openUntil - this.#clock.now();
    return failingTitles < TITLES_TO_OPEN || left > LONGEST_OPEN_MS ? 0 : Math.max(0, left);
  }

  #bounded<T>(call: (signal: AbortSignal) => Promise<T>, parent?: AbortSignal): Promise<T> {
    return boundedCall(this.#clock, STORE_MS, call, parent);
  }
}

/** The same provider behind the breaker. All episodes of a series count as one title. */
export function withBreaker({ name, extract }: Provider, breaker: Breaker): Provider {
  return {
    name,
    extract: (content, deadline, observer, beforeRetry) =>
      breaker.run(name, titleKey(content), () => extract(content, deadline, observer, beforeRetry)),
  };
}
