import type { Clock } from '../../lambda/clock.ts';
import type { ThrottleDefinition } from '../template/rest-api.ts';

/**
 * API Gateway's throttle: `rate` tokens a second, at most `burst` in stock (API Gateway Developer Guide, "Throttle
 * requests to your REST APIs").
 */
export class TokenBucket {
  readonly #clock: Clock;
  readonly #limit: ThrottleDefinition;
  #tokens: number;
  #filledAt: number;

  constructor(clock: Clock, limit: ThrottleDefinition) {
    this.#clock = clock;
    this.#limit = limit;
    this.#tokens = limit.burst;
    this.#filledAt = clock.now();
  }

  /** Takes one token; false when there is none. */
  take(): boolean {
    const now = this.#clock.now();
    const gained = (Math.max(0, now - this.#filledAt) / 1000) * this.#limit.rate;
    this.#tokens = Math.min(this.#limit.burst, this.#tokens + gained);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
