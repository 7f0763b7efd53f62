import type { Deadline } from '../deadline.ts';
import { type Content, contentKey } from '../stream/content.ts';
import type { CacheOptions } from './cache-options.ts';
import { extractedEntry, isCacheable } from './extracted-entry.ts';
import { keepLease, LEASE_MS } from './lease-keeper.ts';
import { withFailedRefresh } from './refresh-history.ts';
import { noteOf } from './settle-lease.ts';

export type RefreshOutcome =
  /** A new answer, or the knowledge that there is none, is stored. */
  | 'stored'
  /** Another has the lease by now: nothing was asked. */
  | 'superseded'
  /** The extractors failed; the stale answer stays as long as it may. */
  | 'unavailable'
  | 'timeout'
  /** There is an answer, but it cannot be stored: its links die too soon, or it is too large. */
  | 'uncacheable';

/**
 * One refresh, run by the refresh function under the lease that `token` owns.
 *
 * @throws whatever the store throws: without it there is nothing to refresh
 */
export async function refresh(
  options: Pick<CacheOptions, 'store' | 'purges' | 'origin' | 'clock' | 'lifetimes' | 'newOwner'>,
  content: Content,
  token: string,
  deadline: Deadline,
): Promise<RefreshOutcome> {
  const { store, purges, origin, clock, lifetimes } = options;
  const key = contentKey(content);
  // The token is good for one refresh: Lambda may deliver an event twice (Developer Guide, "Asynchronous invocation").
  const owner = options.newOwner();
  const [record] = await Promise.all([store.read(key, { consistent: true }), purges.look()]);
  if (record.lease?.owner !== token) return 'superseded';
  // The purges may be unreadable here; what the starter of this refresh knew of them counts at least.
  const generation = Math.max(purges.generation, record.lease.generation);
  const lease = { owner, until: clock.now() + LEASE_MS, generation };
  if (!(await store.transfer(key, token, lease))) return 'superseded';

  const keeper = keepLease(store, clock, key, owner, deadline.signal);
  const outcome = await origin.extract(content, deadline).finally(() => keeper.stop());
  const entry = extractedEntry(outcome, generation, clock.now(), lifetimes);
  if (entry && isCacheable(entry)) {
    const put = await store.put(key, owner, entry);
    if (put !== 'too-large') return put === 'stored' ? 'stored' : 'superseded';
  }
  const note = noteOf(owner, outcome, generation, clock.now());
  await store.release(key, note, withFailedRefresh(record, clock.now()));
  return note.outcome;
}
