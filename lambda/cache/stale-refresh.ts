import { type Content, contentKey } from '../stream/content.ts';
import type { CacheStatus } from './cache-status.ts';
import type { StoredRecord } from './shared-store.ts';
import type { CacheOptions } from './tiered-cache.ts';

/** A refresh that its event never reached is given up after this: events are dropped when they are 60 s old. */
export const REFRESH_LEASE_MS = 75_000;

/** All that a stale answer may wait for while it gets its refresh going. */
const START_BUDGET_MS = 150;

/**
 * Sees to it that one refresh of a stale entry is under way in the whole fleet. Whoever takes the lease starts the
 * refresh function. Never rejects: the stale answer goes out whatever became of this.
 */
export async function startRefresh(
  options: Pick<CacheOptions, 'store' | 'origin' | 'refresher' | 'clock' | 'newOwner' | 'purges'>,
  content: Content,
  record: StoredRecord | undefined,
  required: number,
): Promise<CacheStatus['refresh']> {
  const { store, origin, refresher, clock, purges } = options;
  const now = clock.now();
  if (record === undefined) return 'failed';
  if (record.lease && record.lease.until > now && record.lease.generation >= required) return 'under-way';
  if (record.refreshes && record.refreshes.notBefore > now) return 'backing-off';

  const budget = new AbortController();
  const done = new AbortController();
  const timeUp = clock.sleep(START_BUDGET_MS, done.signal).then(
    () => {
      budget.abort();
      return 'failed' as const;
    },
    () => 'failed' as const,
  );
  const start = async (): Promise<CacheStatus['refresh']> => {
    if ((await origin.blockedFor()) > 0) return 'blocked';
    const token = options.newOwner();
    const lease = { owner: token, until: now + REFRESH_LEASE_MS, generation: purges.generation };
    if (!(await store.acquire(contentKey(content), lease, required, now, budget.signal))) return 'under-way';
    await refresher.start(content, token, budget.signal);
    return 'started';
  };
  const outcome = await Promise.race([start().catch(() => 'failed' as const), timeUp]);
  done.abort();
  return outcome;
}
