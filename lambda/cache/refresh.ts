import type { Deadline } from '../deadline.ts';
import { type Content, contentKey } from '../stream/content.ts';
import { extractedEntry, isCacheable } from './extracted-entry.ts';
import { keepLease, LEASE_MS } from './lease-keeper.ts';
import type { RefreshHistory, StoredRecord } from './shared-store.ts';
import type { CacheOptions } from './tiered-cache.ts';

/** After a failed refresh the next waits 5 s, then 10, 20, 40, then a minute each time. */
const FIRST_BACK_OFF_MS = 5_000;
const MAX_BACK_OFF_MS = 60_000;

export type RefreshOutcome =
  /** A new answer, or the knowledge that there is none, is stored. */
  | 'stored'
  /** Another has the lease by now: nothing was asked. */
  | 'superseded'
  /** The extractors failed; the stale answer stays as long as it may. */
  | 'unavailable'
  | 'timeout'
  /** There is an answer, but its links die too soon for it to be stored. */
  | 'uncacheable';

/**
 * One refresh, run by the refresh function under the lease that `token` owns.
 *
 * @throws whatever the store throws: without it there is nothing to refresh
 */
export async function refresh(
  options: Pick<CacheOptions, 'store' | 'purges' | 'origin' | 'clock' | 'lifetimes'>,
  content: Content,
  token: string,
  deadline: Deadline,
): Promise<RefreshOutcome> {
  const { store, purges, origin, clock, lifetimes } = options;
  const key = contentKey(content);
  const [record] = await Promise.all([store.read(key, { consistent: true }), purges.look()]);
  if (record.lease?.owner !== token) return 'superseded';
  if (!(await store.renew(key, token, clock.now() + LEASE_MS))) return 'superseded';

  const { generation } = purges;
  const keeper = keepLease(store, clock, key, token);
  const outcome = await origin.extract(content, deadline).finally(() => keeper.stop());
  const entry = extractedEntry(outcome, generation, clock.now(), lifetimes);
  if (entry && isCacheable(entry)) return (await store.put(key, token, entry)) ? 'stored' : 'superseded';
  const ending = outcome.outcome === 'unavailable' || outcome.outcome === 'timeout' ? outcome.outcome : 'uncacheable';
  await store.release(key, { owner: token, outcome: ending }, nextRefresh(record, clock.now()));
  return ending;
}

function nextRefresh(record: StoredRecord, now: number): RefreshHistory {
  const failed = (record.refreshes?.failed ?? 0) + 1;
  return { failed, notBefore: now + Math.min(FIRST_BACK_OFF_MS * 2 ** (failed - 1), MAX_BACK_OFF_MS) };
}
