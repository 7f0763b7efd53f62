import { boundedCall } from '../bounded-call.ts';
import { type Content, contentKey } from '../stream/content.ts';
import type { CacheOptions } from './cache-options.ts';
import type { CacheStatus } from './cache-status.ts';
import type { CacheEntry } from './entry.ts';
import { LEASE_MS } from './lease-keeper.ts';
import { isBackingOff, withFailedRefresh } from './refresh-history.ts';
import { isCurrent, type StoredRecord } from './shared-store.ts';

/** A refresh that its event never reached is given up after this: events are dropped when they are 60 s old. */
const REFRESH_LEASE_MS = 75_000;

/** All that a stale answer may wait for while it gets its refresh going, and for taking it back where it failed. */
const START_MS = 150;

/** A container's first start loads the Lambda client and shakes hands with Lambda; one after a pause does the latter. */
const FIRST_START_MS = 1_000;
const CONNECTED_MS = 60_000;

/** For taking back a lease under which no refresh could be started. */
const TAKE_BACK_MS = 100;

/** Starts the refreshes of one container. */
export class StaleRefresh {
  readonly #options: CacheOptions;
  #triedAt = Number.NEGATIVE_INFINITY;

  constructor(options: CacheOptions) {
    this.#options = options;
  }

  /**
   * Sees to it that one refresh of a stale entry is under way in the whole fleet. Whoever takes the lease starts the
   * refresh function. Never rejects: the stale answer goes out whatever became of this.
   *
   * @param stale the entry that is answered meanwhile
   * @param record what the table said a moment ago; undefined when it could not be read
   * @param required the least generation that another's lease must have to count
   */
  async ensure(
    content: Content,
    stale: CacheEntry,
    record: StoredRecord | undefined,
    required: number,
  ): Promise<CacheStatus['refresh']> {
    const { clock } = this.#options;
    const now = clock.now();
    if (record === undefined) return 'failed';
    if (record.lease && isCurrent(record.lease, required, now)) return 'under-way';
    if (isBackingOff(record, now)) return 'backing-off';
    const token = this.#options.newOwner();
    const ms = now - this.#triedAt < CONNECTED_MS ? START_MS : FIRST_START_MS;
    this.#triedAt = now;
    try {
      return await boundedCall(clock, ms, (signal) => this.#start(content, stale, record, required, token, signal));
    } catch {
      await this.#takeBack(content, record, token);
      return 'failed';
    }
  }

  async #start(
    content: Content,
    stale: CacheEntry,
    seen: StoredRecord,
    required: number,
    token: string,
    signal: AbortSignal,
  ): Promise<CacheStatus['refresh']> {
    const { store, origin, refresher, clock, purges } = this.#options;
    if ((await origin.blockedFor(signal)) > 0) return 'blocked';
    const now = clock.now();
    // Once the stale answer is over, people wait: from then on a refresh that never began holds nobody up.
    const until = Math.min(now + REFRESH_LEASE_MS, Math.max(now + LEASE_MS, stale.staleUntil));
    const lease = { owner: token, until, generation: purges.generation };
    if (!(await store.acquire(contentKey(content), { lease, seen, required, now }, signal))) return 'under-way';
    await refresher.start(content, token, signal);
    return 'started';
  }

  /** The lease may or may not have been written: without this nobody would refresh until it runs out. */
  async #takeBack(content: Content, record: StoredRecord, token: string): Promise<void> {
    const { store, clock } = this.#options;
    const note = { owner: token, outcome: 'unavailable' } as const;
    const history = withFailedRefresh(record, clock.now());
    await boundedCall(clock, TAKE_BACK_MS, (signal) => store.release(contentKey(content), note, history, signal)).catch(
      () => undefined,
    );
  }
}
