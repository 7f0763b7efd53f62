/** This number of stalls within a minute is a line that does not carry the file. */
const STALLS = 2;
const STALL_WINDOW_MS = 60_000;
/** A line that is bad for an hour is not cured by a fifth change. */
const STEPS = 4;
const STEP_WINDOW_MS = 3_600_000;

/** When a file is replaced by a smaller one. */
export class StepLimit {
  #stalls: number[] = [];
  #steps: number[] = [];

  /** @returns whether to step down now */
  stalled(now: number): boolean {
    this.#stalls = [...this.#stalls.filter((at) => now - at < STALL_WINDOW_MS), now];
    this.#steps = this.#steps.filter((at) => now - at < STEP_WINDOW_MS);
    return this.#stalls.length >= STALLS && this.#steps.length < STEPS;
  }

  stepped(now: number): void {
    this.#stalls = [];
    this.#steps.push(now);
  }
}
