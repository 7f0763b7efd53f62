import { boundedCall } from '../bounded-call.ts';
import { type Content, contentKey } from '../stream/content.ts';
import type { CacheOptions } from './cache-options.ts';
import type { CacheStatus } from './cache-status.ts';
import type { CacheEntry } from './entry.ts';
import { isCacheable } from './extracted-entry.ts';
import type { ExtractionOutcome } from './origin.ts';
import type { LeaseNote } from './shared-store.ts';

/**
 * All that an answer waits for while its lease is ended. At its longest an extraction ends a second before the request
 * is cut off, and this must fit between.
 */
export const SETTLE_MS = 700;

/** The part of it for reaching the refresh function; the rest is for undoing what did not work. */
const HAND_OVER_MS = 500;

/**
 * People wait for what is handed over. A refresh that has not begun by then, the usual one taking a second, holds them
 * up no longer.
 */
const HANDED_OVER_LEASE_MS = 15_000;

/**
 * Ends a lease with what came out of its extraction. Never rejects: a table that cannot be written costs nobody the
 * answer, and the lease runs out by itself.
 */
export async function settleLease(
  options: CacheOptions,
  content: Content,
  owner: string,
  outcome: ExtractionOutcome,
  entry: CacheEntry | undefined,
  status: CacheStatus,
): Promise<void> {
  const { store, clock } = options;
  const key = contentKey(content);
  const settle = async (signal: AbortSignal): Promise<void> => {
    if (entry && isCacheable(entry)) {
      const put = await store.put(key, owner, entry, signal);
      status.stored = put === 'stored';
      if (put !== 'too-large') return;
    } else if (outcome.outcome === 'timeout') {
      status.handedOver = await handOver(options, content, owner, signal);
      return;
    }
    await store.release(key, noteOf(owner, outcome), undefined, signal);
  };
  try {
    await boundedCall(clock, SETTLE_MS, settle);
  } catch {
    status.tableErrors += 1;
  }
}

/** An extraction that needs longer than a request lives goes on in the refresh function, under a lease of its own. */
async function handOver(options: CacheOptions, content: Content, owner: string, signal: AbortSignal): Promise<boolean> {
  const { store, clock, purges, refresher } = options;
  const key = contentKey(content);
  const token = options.newOwner();
  const lease = { owner: token, until: clock.now() + HANDED_OVER_LEASE_MS, generation: purges.generation };
  if (!(await store.transfer(key, owner, lease, signal))) return false;
  try {
    await boundedCall(clock, HAND_OVER_MS, (budget) => refresher.start(content, token, budget), signal);
    return true;
  } catch {
    await store.release(key, { owner: token, outcome: 'timeout' }, undefined, signal);
    return false;
  }
}

function noteOf(owner: string, outcome: ExtractionOutcome): LeaseNote {
  if (outcome.outcome === 'found' || outcome.outcome === 'not-found') return { owner, outcome: 'uncacheable' };
  const { retryAfter } = outcome;
  return { owner, outcome: outcome.outcome, ...(retryAfter !== undefined && { retryAfter }) };
}
