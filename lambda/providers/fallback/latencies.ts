/** Calls that are remembered of each provider. */
const WINDOW = 100;

/** Fewer calls have no 95th percentile that means anything. */
const MIN_CALLS = 20;

/** How long the last answers of each provider took, as this container saw them. */
export class Latencies {
  readonly #durations = new Map<string, number[]>();

  /** @param ms of a call that was answered; one that was ended early would make the provider look fast */
  add(provider: string, ms: number): void {
    const known = this.#durations.get(provider) ?? [];
    known.push(ms);
    if (known.length > WINDOW) known.shift();
    this.#durations.set(provider, known);
  }

  /** The 95th percentile in milliseconds; undefined until there are enough calls. */
  p95(provider: string): number | undefined {
    const known = this.#durations.get(provider) ?? [];
    if (known.length < MIN_CALLS) return undefined;
    return known.toSorted((a, b) => a - b)[Math.ceil(known.length * 0.95) - 1];
  }
}
