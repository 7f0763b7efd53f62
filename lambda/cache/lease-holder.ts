import { boundedCall } from '../bounded-call.ts';
import type { Clock } from '../clock.ts';
import { type Content, contentKey } from '../stream/content.ts';
import type { CacheOptions } from './cache-options.ts';
import type { CacheStatus } from './cache-status.ts';
import { type CacheEntry, isCacheable } from './entry.ts';
import type { ExtractionOutcome } from './extraction.ts';
import { failureNote } from './failure-memory.ts';
import { LEASE_MS, type LeaseNote, type SharedStore, TABLE_MS } from './shared-store.ts';
import type { ExtractionWatch } from './watching.ts';

/*
 * What the holder of a lease does with it: renews it while its extraction runs, and ends it with the outcome.
 */

const RENEW_EVERY_MS = 2_000;
/** While somebody watches, who joins sees steps that are a second old at most. */
const RENEW_WATCHED_EVERY_MS = 1_000;

/** What the writes of a lease need of those who watch. */
type Watch = Pick<ExtractionWatch<never>, 'progress' | 'learn' | 'isWatched'>;

/**
 * How long a response may wait for its lease to be ended. An extraction ends at the latest one second before the
 * request is cut off, and this must fit into that second.
 */
export const SETTLE_MS = 700;

/** The part of it for reaching the refresh function; the rest is for releasing the lease where that failed. */
const HAND_OVER_MS = 500;

/**
 * If the refresh function has not started within this time, usually a second, waiting requests may extract themselves.
 */
const HANDED_OVER_LEASE_MS = 15_000;

/** A lease that is being renewed. */
export interface LeaseKeeper {
  /** Another has taken the lease over. */
  readonly isLost: boolean;
  stop(): void;
}

/**
 * Renews a lease every two seconds, every second while it is watched, until it is stopped or the deadline is aborted,
 * which also ends a renewal under way. A renewal that cannot be written in time is tried again before the lease
 * expires. One whose condition is not met means that another has taken the lease over, and ends the renewing.
 *
 * @param deadline the extraction's: one that does not end in time must not keep others waiting
 */
export function keepLease(
  store: SharedStore,
  clock: Clock,
  key: string,
  owner: string,
  deadline: AbortSignal,
  watch?: Watch,
): LeaseKeeper {
  const stopped = new AbortController();
  const signal = AbortSignal.any([stopped.signal, deadline]);
  let isLost = false;
  const renew = async (): Promise<void> => {
    while (!isLost) {
      await clock.sleep(watch?.isWatched ? RENEW_WATCHED_EVERY_MS : RENEW_EVERY_MS, signal);
      const isRenewed = await boundedCall(
        clock,
        TABLE_MS,
        (budget) => store.renew(key, owner, clock.now() + LEASE_MS, budget, watch),
        signal,
      ).catch(() => true);
      isLost = !isRenewed;
    }
  };
  renew().catch(() => undefined);
  return {
    get isLost() {
      return isLost;
    },
    stop: () => stopped.abort(null),
  };
}

/**
 * Ends a lease with its extraction's outcome. Never rejects: a table that cannot be written does not prevent the
 * response, and the lease expires by itself.
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
  watch?: Watch,
): Promise<boolean> {
  const { store, clock } = options;
  const key = contentKey(content);
  const settle = async (signal: AbortSignal): Promise<boolean> => {
    if (entry && isCacheable(entry)) {
      const put = await store.put(key, owner, entry, signal, watch);
      status.stored = put === 'stored' || put === 'stored-without-playback';
      if (put === 'stored-without-playback') status.playbackLeftOut = true;
      if (put !== 'too-large') return status.stored;
    }
    const note = noteOf(owner, outcome, generation, clock.now());
    if (outcome.outcome === 'timeout') return handOver(options, content, note, status, signal, watch);
    return store.release(key, note, undefined, signal, watch);
  };
  try {
    return await boundedCall(clock, SETTLE_MS, settle);
  } catch {
    status.tableErrors += 1;
    return false;
  }
}

/** Lets an extraction that takes longer than a request go on in the refresh function, under a new lease. */
async function handOver(
  options: CacheOptions,
  content: Content,
  note: LeaseNote,
  status: CacheStatus,
  signal: AbortSignal,
  watch?: Watch,
): Promise<boolean> {
  const { store, clock, purges, refresher } = options;
  const key = contentKey(content);
  const token = options.newOwner();
  const lease = { owner: token, until: clock.now() + HANDED_OVER_LEASE_MS, generation: purges.generation };
  if (!(await store.transfer(key, note.owner, lease, signal, watch))) return false;
  try {
    await boundedCall(clock, HAND_OVER_MS, (budget) => refresher.start(content, token, budget), signal);
    status.handedOver = true;
    return true;
  } catch {
    return store.release(key, { ...note, owner: token }, undefined, signal, watch);
  }
}

/** The note that an extraction leaves that makes no entry. */
export function noteOf(owner: string, outcome: ExtractionOutcome, generation: number, now: number): LeaseNote {
  const isAnswer = outcome.outcome === 'found' || outcome.outcome === 'not-found';
  return isAnswer ? { owner, outcome: 'uncacheable' } : failureNote(owner, outcome, generation, now);
}
