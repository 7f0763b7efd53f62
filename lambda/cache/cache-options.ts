import type { Clock } from '../clock.ts';
import type { Lifetimes } from './entry.ts';
import type { AnswerExtraction, Refresher } from './extraction.ts';
import type { MemoryTier } from './memory-tier.ts';
import type { Purges } from './purges.ts';
import type { SharedStore } from './shared-store.ts';
import type { Watching } from './watching.ts';

/**
 * Everything the cache uses, passed in, so that a test can drive time and faults. Nothing of it belongs to a request.
 */
export interface CacheOptions<Observer = unknown> {
  readonly memory: MemoryTier;
  readonly store: SharedStore;
  readonly purges: Purges;
  readonly extraction: AnswerExtraction<Observer>;
  readonly refresher: Refresher;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** A new, unguessable name for the owner of a lease. */
  readonly newOwner: () => string;
  readonly lifetimes: Lifetimes;
  /** Where the stage has a WebSocket API. */
  readonly watching?: Watching<Observer> | undefined;
}
