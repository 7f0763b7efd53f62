import type { CacheStatus } from '../../lambda/cache/cache-status.ts';

/** How a request was answered. */
export type Kind = 'memory' | 'table' | 'stale' | 'waited' | 'extracted' | 'failed';

export const KINDS: readonly Kind[] = ['memory', 'table', 'stale', 'waited', 'extracted', 'failed'];

/** Kinds of answers that do not wait for a provider. */
const HITS: readonly Kind[] = ['memory', 'table', 'stale'];

const noCounts = (): Record<Kind, number> => ({ memory: 0, table: 0, stale: 0, waited: 0, extracted: 0, failed: 0 });

const STEP = Math.log(1.05);

/** The results of the requests in a period of simulated time. */
export class Tally {
  readonly counts = noCounts();
  requests = 0;
  /** Counts of latencies from 1 ms, in classes each a twentieth wider than the last. */
  readonly #latencies = new Uint32Array(256);

  add(kind: Kind, latencyMs: number): void {
    this.requests += 1;
    this.counts[kind] += 1;
    const bucket = Math.floor(Math.log(Math.max(1, latencyMs)) / STEP);
    this.#latencies[Math.min(bucket, this.#latencies.length - 1)]! += 1;
  }

  share(...kinds: readonly Kind[]): number {
    return kinds.reduce((sum, kind) => sum + this.counts[kind], 0) / Math.max(1, this.requests);
  }

  get hitRatio(): number {
    return this.share(...HITS);
  }

  /** The latency, in milliseconds, below which this share of the requests stayed. */
  percentile(share: number): number {
    let left = share * this.requests;
    for (const [bucket, count] of this.#latencies.entries()) {
      left -= count;
      if (left <= 0) return Math.exp((bucket + 1) * STEP);
    }
    return Number.POSITIVE_INFINITY;
  }
}

export function kindOf({ tier, outcome }: CacheStatus): Kind {
  if (outcome === 'waited' || outcome === 'extracted' || outcome === 'failed') return outcome;
  if (outcome === 'stale') return 'stale';
  return tier === 'memory' ? 'memory' : 'table';
}
