/** Per cent of a call that the budget has at its start, and at most. */
const AT_START = 100;
const AT_MOST = 500;
const ONE_CALL = 100;

/**
 * The extra calls that a container may make: one at its start, a share of one more with each extraction, and never more
 * than five saved. So a slow provider gets at most that share of calls more, and is not doubled into an outage (Dean
 * and Barroso, "The Tail at Scale").
 */
export class ExtraCalls {
  /** Whole per cent, so that no sum of shares is rounded. */
  readonly #percent: number;
  #left = AT_START;

  /** @param percent extra calls for each hundred extractions */
  constructor(percent: number) {
    this.#percent = percent;
  }

  /** An extraction begins. */
  add(): void {
    this.#left = Math.min(AT_MOST, this.#left + this.#percent);
  }

  /** Takes one extra call; false where none is left. */
  take(): boolean {
    if (this.#left < ONE_CALL) return false;
    this.#left -= ONE_CALL;
    return true;
  }

  /** A call that was taken was not made. */
  restore(): void {
    this.#left = Math.min(AT_MOST, this.#left + ONE_CALL);
  }
}
