import { boundedCall } from '../bounded-call.ts';
import type { Clock } from '../clock.ts';
import { titleKey } from '../stream/content.ts';
import { BreakerOpenError, type Extractor, NotFoundError } from './provider.ts';
import { isRefusal } from './status-error.ts';

/**
 * Different titles whose extraction failed, with no answer about any title between them, that open the breaker. One
 * title counts once, however often it fails: else a single broken title would close the service for every other.
 */
export const TITLES_TO_OPEN = 5;

/** How long an open breaker lets nothing through. After that one probe goes. */
export const OPEN_MS = 10_000;

/** State younger than this is reused: a miss checks it twice, before its lease and before its call. */
const KNOWN_MS = 1_000;

/** An end further ahead than this was written by a clock that was wrong. */
const LONGEST_OPEN_MS = OPEN_MS + 5_000;

/** Reading or writing the state may not hold up an answer for longer. */
const STORE_MS = 200;

/** What the fleet knows of one upstream. */
export interface BreakerState {
  /** The number of different titles that failed since the last answer. */
  readonly failingTitles: number;
  /** When the next probe may go through, in milliseconds since 1970. Ignored below {@link TITLES_TO_OPEN}. */
  readonly openUntil: number;
}

export const HEALTHY: BreakerState = { failingTitles: 0, openUntil: 0 };

/** The state of each upstream, shared by the fleet. Every method rejects when the store cannot be reached. */
export interface BreakerStore {
  read(upstream: string, signal?: AbortSignal): Promise<BreakerState>;
  /**
   * Adds a title to the failing ones and moves `openUntil`, in one write.
   *
   * @returns the state after it; undefined when enough others are failing, and nothing was written
   */
  addFailure(
    upstream: string,
    title: string,
    openUntil: number,
    signal?: AbortSignal,
  ): Promise<BreakerState | undefined>;
  /** Moves `openUntil` from the one seen. False when another was first. */
  moveOpenUntil(upstream: string, seen: number, openUntil: number, signal?: AbortSignal): Promise<boolean>;
  /** The upstream answers again. */
  reset(upstream: string, signal?: AbortSignal): Promise<void>;
}

/**
 * Keeps the fleet from hammering an upstream that fails: after failed extractions of five different titles nothing goes
 * through for ten seconds, then one probe. It writes on failure and recovery only. Where its store cannot be reached it
 * lets everything through: a table outage must not become an outage of the upstream.
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
   * Runs one extraction, all its attempts included. A response about this one title (not found, refused) is an answer
   * and no failure.
   *
   * @param title the key under which a failure counts
   * @throws BreakerOpenError without running it, while the breaker is open
   */
  async run<T>(upstream: string, title: string, extraction: () => Promise<T>): Promise<T> {
    const state = await this.#state(upstream);
    const left = this.#left(state);
    if (left > 0) throw new BreakerOpenError(left);
    const probeUntil = state.failingTitles < TITLES_TO_OPEN ? undefined : await this.#claimProbe(upstream, state);
    let result: T;
    try {
      result = await extraction();
    } catch (error) {
      if (error instanceof NotFoundError || isRefusal(error)) await this.#answered(upstream, state);
      else if (probeUntil === undefined) await this.#failed(upstream, title);
      else await this.#probeFailed(upstream, probeUntil);
      throw error;
    }
    await this.#answered(upstream, state);
    return result;
  }

  /** The first to move `openUntil` is the one probe. Returns the moment it moved it to. */
  async #claimProbe(upstream: string, { openUntil }: BreakerState): Promise<number> {
    this.#known.delete(upstream);
    const until = this.#clock.now() + OPEN_MS;
    const claim = (signal: AbortSignal) => this.#store.moveOpenUntil(upstream, openUntil, until, signal);
    if (await this.#inTime(claim).catch(() => true)) return until;
    throw new BreakerOpenError(OPEN_MS);
  }

  async #failed(upstream: string, title: string): Promise<void> {
    this.#known.delete(upstream);
    const until = this.#clock.now() + OPEN_MS;
    // Where it cannot be written it is not counted: see the class.
    const add = (signal: AbortSignal) => this.#store.addFailure(upstream, title, until, signal);
    const state = await this.#inTime(add).catch(() => undefined);
    // One of a few failures says nothing about the next call: another container's may come meanwhile.
    if (state && this.#left(state) > 0) this.#know(upstream, state);
  }

  /** Its ten seconds count from now, unless the probe took so long that another has begun. */
  async #probeFailed(upstream: string, claimed: number): Promise<void> {
    this.#known.delete(upstream);
    const until = this.#clock.now() + OPEN_MS;
    const move = (signal: AbortSignal) => this.#store.moveOpenUntil(upstream, claimed, until, signal);
    await this.#inTime(move).catch(() => undefined);
  }

  /** Titles may have failed while this extraction ran: its answer is the later news, so it clears them too. */
  async #answered(upstream: string, before: BreakerState): Promise<void> {
    const { failingTitles } = before.failingTitles > 0 ? before : await this.#state(upstream);
    if (failingTitles === 0) return;
    this.#known.delete(upstream);
    await this.#inTime((signal) => this.#store.reset(upstream, signal)).catch(() => undefined);
  }

  async #state(upstream: string, signal?: AbortSignal): Promise<BreakerState> {
    const known = this.#known.get(upstream);
    const age = known ? this.#clock.now() - known.at : Number.NaN;
    if (known && age >= 0 && age < KNOWN_MS) return known.state;
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

  #left({ failingTitles, openUntil }: BreakerState): number {
    const left = openUntil - this.#clock.now();
    return failingTitles < TITLES_TO_OPEN || left > LONGEST_OPEN_MS ? 0 : Math.max(0, left);
  }

  #inTime<T>(call: (signal: AbortSignal) => Promise<T>, parent?: AbortSignal): Promise<T> {
    return boundedCall(this.#clock, STORE_MS, call, parent);
  }
}

/** The same extractor behind the breaker. All episodes of a series count as one title. */
export function withBreaker(extractor: Extractor, breaker: Breaker): Extractor {
  const { name } = extractor;
  return {
    name,
    extract: (content, deadline) => breaker.run(name, titleKey(content), () => extractor.extract(content, deadline)),
  };
}
