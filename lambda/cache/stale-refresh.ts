import { boundedCall } from '../bounded-call.ts';
import { type Content, contentKey } from '../stream/content.ts';
import type { CacheOptions } from './cache-options.ts';
import type { CacheStatus } from './cache-status.ts';
import { type CacheEntry, freshnessOf } from './entry.ts';
import { isCurrent, LEASE_MS, type RefreshHistory, type StoredRecord } from './shared-store.ts';

/** How long the lease blocks others if the invocation event is lost: Lambda drops an event after 60 s. */
const REFRESH_LEASE_MS = 75_000;

/** How long a stale response may wait for its refresh to start. */
const START_MS = 150;

/** A container's first start loads the Lambda client and connects to Lambda; one after a pause connects again. */
const FIRST_START_MS = 1_000;
const CONNECTED_MS = 60_000;

/** For releasing the lease when the refresh could not be started. */
const RELEASE_MS = 100;

/** After a failed refresh the next waits 5 s, then 10, 20, 40, then a minute each time. */
const FIRST_BACK_OFF_MS = 5_000;
const MAX_BACK_OFF_MS = 60_000;

/** More than the clocks of two containers differ by. */
const SKEW_MS = 15_000;

/** The history with one more failure in it, which happened at `now` (milliseconds since 1970). */
export function withFailedRefresh({ refreshes }: StoredRecord, now: number): RefreshHistory {
  const failed = (refreshes?.failed ?? 0) + 1;
  return { failed, notBefore: now + Math.min(FIRST_BACK_OFF_MS * 2 ** (failed - 1), MAX_BACK_OFF_MS) };
}

/** Whether the next refresh has to wait. A wait longer than any was written by a wrong clock. */
const isBackingOff = ({ refreshes }: StoredRecord, now: number): boolean =>
  refreshes !== undefined && refreshes.notBefore > now && refreshes.notBefore <= now + MAX_BACK_OFF_MS + SKEW_MS;

/** Starts the refreshes of one container. */
export class StaleRefresh {
  readonly #options: CacheOptions;
  #triedAt = Number.NEGATIVE_INFINITY;

  constructor(options: CacheOptions) {
    this.#options = options;
  }

  /**
   * Makes sure that one refresh of an entry is under way in the fleet: the container that gets the lease starts the
   * refresh function. Never rejects: the stale answer is served whether or not this succeeds.
   *
   * @param stale the entry that is served meanwhile; a fresh one is replaced too, and there may be none
   * @param record what the table returned a moment ago; undefined when it could not be read
   * @param required the least generation that another's lease must have to count
   */
  async ensure(
    content: Content,
    stale: CacheEntry | undefined,
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
      await this.#releaseLease(content, record, token);
      return 'failed';
    }
  }

  async #start(
    content: Content,
    stale: CacheEntry | undefined,
    seen: StoredRecord,
    required: number,
    token: string,
    signal: AbortSignal,
  ): Promise<CacheStatus['refresh']> {
    const { store, extraction, refresher, clock, purges } = this.#options;
    if ((await extraction.blockedFor(signal)) > 0) return 'blocked';
    const now = clock.now();
    // Once the stale answer has expired, requests wait: from then on a refresh that never began must not delay them.
    const until = Math.min(now + REFRESH_LEASE_MS, Math.max(now + LEASE_MS, stale?.staleUntil ?? 0));
    const lease = { owner: token, until, generation: purges.generation };
    const replaces = stale && freshnessOf(stale, now) === 'fresh' ? stale.freshUntil : undefined;
    const claim = { lease, seen, replaces, required, now };
    if (!(await store.acquire(contentKey(content), claim, signal))) return 'under-way';
    await refresher.start(content, token, signal);
    return 'started';
  }

  /** The lease may have been written: unless it is released, nobody refreshes before it expires. */
  async #releaseLease(content: Content, record: StoredRecord, token: string): Promise<void> {
    const { store, clock } = this.#options;
    const note = { owner: token, outcome: 'unavailable' } as const;
    const history = withFailedRefresh(record, clock.now());
    await boundedCall(clock, RELEASE_MS, (signal) => store.release(contentKey(content), note, history, signal)).catch(
      () => undefined,
    );
  }
}
