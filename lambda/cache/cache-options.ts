import type { Clock } from '../clock.ts';
import type { Origin, Refresher } from './answer-source.ts';
import type { Lifetimes } from './entry.ts';
import type { MemoryTier } from './memory-tier.ts';
import type { Purges } from './purges.ts';
import type { SharedStore } from './shared-store.ts';

/** Everything the cache stands on, passed in, so that a test can drive time and faults. */
export interface CacheOptions {
  readonly memory: MemoryTier;
  readonly store: SharedStore;
  readonly purges: Purges;
  readonly origin: Origin;
  readonly refresher: Refresher;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** A new, unguessable name for the holder of a lease. */
  readonly newOwner: () => string;
  readonly lifetimes: Lifetimes;
}
