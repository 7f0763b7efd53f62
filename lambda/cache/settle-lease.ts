import { boundedCall } from '../bounded-call.ts';
import { type Content, contentKey } from '../stream/content.ts';
import type { ExtractionOutcome } from './answer-source.ts';
import type { CacheOptions } from './cache-options.ts';
import type { CacheStatus } from './cache-status.ts';
import type { CacheEntry } from './entry.ts';
import { isCacheable } from './extracted-entry.ts';
import { failureNote } from './failure-memory.ts';
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
 * answer, and the lease expires by itself.
 *
 * @param generation the one that the extraction began with
 * @returns whether the lease was certainly still the owner's: if not, another's answer may be stored by now
 */
export async function settleLease(
  options: CacheOptions,
  content: Content,
  owner: string,
  outcome: ExtractionOutcome,
  entry: CacheEntry | undefined,
  generation: number,
  status: CacheStatus,
): Promise<boolean> {
  const { store, clock } = options;
  const key = contentKey(content);
  const settle = async (signal: AbortSignal): Promise<boolean> => {
    if (entry && isCacheable(entry)) {
      const put = await store.put(key, owner, entry, signal);
      status.stored = put === 'stored';
      if (put !== 'too-large') return status.stored;
    }
    const note = noteOf(owner, outcome, generation, clock.now());
    if (outcome.outcome === 'timeout') return handOver(options, content, note, status, signal);
    return store.release(key, note, undefined, signal);
  };
  try {
    return await boundedCall(clock, SETTLE_MS, settle);
  } catch {
    status.tableErrors += 1;
    return false;
  }
}

/** An extraction that needs longer than a request lives goes on in the refresh function, under a lease of its own. */
async function handOver(
  options: CacheOptions,
  content: Content,
  note: LeaseNote,
  status: CacheStatus,
  signal: AbortSignal,
): Promise<boolean> {
  const { store, clock, purges, refresher } = options;
  const key = contentKey(content);
  const token = options.newOwner();
  const lease = { owner: token, until: clock.now() + HANDED_OVER_LEASE_MS, generation: purges.generation };
  if (!(await store.transfer(key, note.owner, lease, signal))) return false;
  try {
    await boundedCall(clock, HAND_OVER_MS, (budget) => refresher.start(content, token, budget), signal);
    status.handedOver = true;
    return true;
  } catch {
    return store.release(key, { ...note, owner: token }, undefined, signal);
  }
}

/** What is noted of an extraction that leaves no entry. */
export function noteOf(owner: string, outcome: ExtractionOutcome, generation: number, now: number): LeaseNote {
  const isAnswer = outcome.outcome === 'found' || outcome.outcome === 'not-found';
  return isAnswer ? { owner, outcome: 'uncacheable' } : failureNote(owner, outcome, generation, now);
}
