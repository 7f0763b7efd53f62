import type { Deadline } from '../deadline.ts';
import { type Content, contentKey } from '../stream/content.ts';
import type { CacheOptions } from './cache-options.ts';
import { extractedEntry, isCacheable, isPurged, usableEntry } from './entry.ts';
import { keepLease, noteOf } from './lease-holder.ts';
import { LEASE_MS } from './shared-store.ts';
import { withFailedRefresh } from './stale-refresh.ts';

export type RefreshOutcome =
  /** A new answer, or the knowledge that there is none, is stored. */
  | 'stored'
  /** Stored, but for its playback, which is too large. */
  | 'stored-without-playback'
  /** Another has the lease by now: no provider was asked, or the outcome was discarded. */
  | 'superseded'
  /** The providers failed; the stale answer stays as long as it may. */
  | 'unavailable'
  | 'timeout'
  /** There is an answer, but it cannot be stored: its links expire too soon, or it is too large. */
  | 'uncacheable';

/**
 * Runs one refresh, in the refresh function, under the lease that `token` owns.
 *
 * @param observer receives the events of the extraction
 * @throws what the store throws: without it there is nothing to refresh
 */
export async function refresh<Observer>(
  options: Pick<
    CacheOptions<Observer>,
    'store' | 'purges' | 'extraction' | 'clock' | 'lifetimes' | 'newOwner' | 'watching'
  >,
  content: Content,
  token: string,
  deadline: Deadline,
  observer?: Observer,
): Promise<RefreshOutcome> {
  const { store, purges, extraction, clock, lifetimes } = options;
  const key = contentKey(content);
  // The token is good for one refresh: Lambda may deliver an event twice (Developer Guide, "Asynchronous invocation").
  const owner = options.newOwner();
  const [record] = await Promise.all([store.read(key, { consistent: true }), purges.look()]);
  if (record.lease?.owner !== token) return 'superseded';
  // The purges may be unreadable here; those that were known to the starter of this refresh count at least.
  const generation = Math.max(purges.generation, record.lease.generation);
  const lease = { owner, until: clock.now() + LEASE_MS, generation };
  if (!(await store.transfer(key, token, lease))) return 'superseded';

  const served = usableEntry(record.entry, purges.required(content), clock.now());
  const watch = await options.watching?.begin(content, { owner, record, served, observer });
  const keeper = keepLease(store, clock, key, owner, deadline.signal, watch);
  const outcome = await extraction.extract(content, deadline, watch?.observer ?? observer).finally(() => keeper.stop());
  const entry = extractedEntry(outcome, generation, clock.now(), lifetimes);
  const ended = async () => {
    // Who watches is notified of a purge at once, and never of an answer from before it.
    if (watch?.isWatched) await purges.look();
    await watch?.ended(outcome, entry, isPurged(entry, purges.required(content)));
  };
  if (entry && isCacheable(entry)) {
    const put = await store.put(key, owner, entry, undefined, watch);
    if (put === 'lost') watch?.left();
    else if (put !== 'too-large') await ended();
    if (put !== 'too-large') return put === 'lost' ? 'superseded' : put;
  }
  const note = noteOf(owner, outcome, generation, clock.now());
  const isReleased = await store.release(key, note, withFailedRefresh(record, clock.now()), undefined, watch);
  if (keeper.isLost && !isReleased) {
    // Another extracts the title, or has: that is no end to those who watch.
    watch?.left();
    return 'superseded';
  }
  await ended();
  return note.outcome;
}
