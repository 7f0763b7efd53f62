import { boundedCall } from '../bounded-call.ts';
import type { Clock } from '../clock.ts';
import type { Client } from './client.ts';
import { TimedCalls } from './timed-calls.ts';

const DAY_SECONDS = 24 * 60 * 60;

const CALL_MS = 250;
/** The first call waits for a connection and its TLS handshake. */
const FIRST_CALL_MS = 1_000;

/** After a failed call the container counts by itself for this time, so that an outage does not slow every request. */
const PAUSE_MS = 1_000;

/** Most clients whose counts a container remembers within a window. */
const MAX_CLIENTS = 10_000;

interface KnownCount {
  count: number;
  /** True when this container counted the last request without the shared counter. */
  alone: boolean;
}

/** A period whose requests are counted together, in seconds since 1970. */
export interface Window {
  readonly begin: number;
  readonly end: number;
}

/** Where the fleet shares its counts. */
export interface RequestCounter {
  /** Counts one request. Returns the number that were counted in that window, this one included. */
  add(client: string, window: Window, signal: AbortSignal): Promise<number>;
}

export interface RateLimit {
  /** Requests per client and window. */
  readonly limit: number;
  /** Divides a day, so that no window has two salts. */
  readonly windowSeconds: number;
}

export interface Decision {
  readonly allowed: boolean;
  readonly limit: number;
  /** Requests left in this window. */
  readonly remaining: number;
  /** When the window ends, in seconds since 1970. */
  readonly resetAt: number;
  /** Whole seconds until then, at least 1. */
  readonly retryAfter: number;
  /** True when the shared count was not available and only this container's count was compared with the limit. */
  readonly fallback: boolean;
  /** Name of the error because of which the container counted by itself. */
  readonly failure?: string;
}

export interface RateLimiterOptions extends RateLimit {
  readonly counter: RequestCounter;
  readonly clock: Clock;
}

/**
 * Limits the number of requests per client in each window. Windows begin at multiples of their length, the same for all
 * clients, and a request costs one write at most. Where the shared counter fails, each container applies the limit to
 * its own count: an outage is not the client's fault, and it does not lift the limit either.
 */
export class RateLimiter {
  readonly policy: RateLimit;
  readonly #counter: RequestCounter;
  readonly #clock: Clock;
  readonly #calls: TimedCalls;
  /** What is known of each client in the current window, the least recently used first. */
  readonly #known = new Map<string, KnownCount>();
  #window: Window = { begin: Number.NaN, end: Number.NaN };
  #isFirstCall = true;
  #failedAt = Number.NEGATIVE_INFINITY;
  #failure = '';

  /** @throws RangeError when the window does not divide a day */
  constructor({ counter, clock, limit, windowSeconds }: RateLimiterOptions) {
    if (DAY_SECONDS % windowSeconds !== 0) throw new RangeError(`${windowSeconds} seconds do not divide a day`);
    this.policy = { limit, windowSeconds };
    this.#counter = counter;
    this.#clock = clock;
    this.#calls = new TimedCalls(clock, CALL_MS);
  }

  /** Counts a request that came at `now` (milliseconds since 1970) and decides on it. Never rejects. */
  decide(client: Client, now: number): Promise<Decision> {
    const window = this.#windowAt(now);
    const known = this.#known.get(client.hash);
    if (known !== undefined && known.count >= this.policy.limit) {
      this.#remember(client.hash, window, known.count, known.alone);
      return Promise.resolve(this.#decision(known.count + 1, window, now, known.alone));
    }
    // No other container counts under a hash with a local salt.
    const failure = client.saltIsLocal ? 'SaltUnreadable' : this.#isPaused(now) ? this.#failure : undefined;
    if (failure !== undefined) return Promise.resolve(this.#decideAlone(client, window, now, failure));
    const call = (signal: AbortSignal) => this.#counter.add(client.hash, window, signal);
    const made = (count: number) => {
      this.#remember(client.hash, window, Math.max(count, this.#count(client.hash)), false);
      return this.#decision(count, window, now, false);
    };
    const failed = (error: Error) => {
      this.#failedAt = this.#clock.now();
      this.#failure = error.name;
      return this.#decideAlone(client, window, now, this.#failure);
    };
    if (!this.#isFirstCall) return this.#calls.run(call, made, failed);
    this.#isFirstCall = false;
    return boundedCall(this.#clock, FIRST_CALL_MS, call).then(made, failed);
  }

  #decideAlone(client: Client, window: Window, now: number, failure: string): Decision {
    const count = this.#count(client.hash) + 1;
    this.#remember(client.hash, window, count, true);
    return { ...this.#decision(count, window, now, true), failure };
  }

  #decision(count: number, window: Window, now: number, fallback: boolean): Decision {
    const { limit } = this.policy;
    return {
      allowed: count <= limit,
      limit,
      remaining: Math.max(0, limit - count),
      resetAt: window.end,
      retryAfter: Math.max(1, Math.ceil(window.end - now / 1000)),
      fallback,
    };
  }

  #windowAt(now: number): Window {
    const { windowSeconds } = this.policy;
    const begin = Math.floor(now / 1000 / windowSeconds) * windowSeconds;
    if (begin !== this.#window.begin) {
      this.#window = { begin, end: begin + windowSeconds };
      this.#known.clear();
    }
    return this.#window;
  }

  #count(client: string): number {
    return this.#known.get(client)?.count ?? 0;
  }

  /**
   * Ignores a count that arrives when the next window has begun. The order is kept once half of the room is taken: to
   * delete and set costs as much as hashing an address, and before that nobody is near eviction.
   */
  #remember(client: string, { begin }: Window, count: number, alone: boolean): void {
    if (begin !== this.#window.begin) return;
    const known = this.#known.get(client);
    if (known !== undefined) {
      known.count = count;
      known.alone = alone;
      if (this.#known.size <= MAX_CLIENTS / 2) return;
      this.#known.delete(client);
    }
    this.#known.set(client, known ?? { count, alone });
    if (this.#known.size <= MAX_CLIENTS) return;
    for (const [oldest] of this.#known) {
      this.#known.delete(oldest);
      break;
    }
  }

  #isPaused(now: number): boolean {
    const age = now - this.#failedAt;
    return age >= 0 && age < PAUSE_MS;
  }
}
