import type { Deadline } from '../deadline.ts';
import { type Content, contentKey } from '../stream/content.ts';
import type { CacheStatus } from './cache-status.ts';
import type { CacheEntry } from './entry.ts';
import { extractedEntry, isCacheable } from './extracted-entry.ts';
import { keepLease } from './lease-keeper.ts';
import { LeaseQueue } from './lease-queue.ts';
import type { ExtractionOutcome } from './origin.ts';
import type { LeaseNote, StoredRecord } from './shared-store.ts';
import { REFRESH_LEASE_MS } from './stale-refresh.ts';
import type { CacheOptions } from './tiered-cache.ts';

/** What a client is told to wait when its title is being extracted and that takes long. */
const RETRY_AFTER_SECONDS = 5;

/** All that a request whose time is up may spend on handing its extraction over. */
const HAND_OVER_MS = 500;

export type Filled =
  | { readonly entry: CacheEntry }
  | { readonly failure: 'unavailable' | 'timeout'; readonly retryAfter?: number | undefined };

/** Brings an absent answer: extracted under the fleet's one lease, or by the container that holds it. */
export async function fill(
  options: CacheOptions,
  content: Content,
  record: StoredRecord | undefined,
  deadline: Deadline,
  status: CacheStatus,
): Promise<Filled> {
  const { clock, purges } = options;
  const began = clock.now();
  const queue = new LeaseQueue(options, contentKey(content), purges.required(content), deadline);
  const turn = await queue.turn(record);
  status.tableErrors += queue.tableErrors;
  if (queue.waited) status.waitedMs = clock.now() - began;
  switch (turn.turn) {
    case 'take':
      status.outcome = 'waited';
      status.negative = turn.entry.kind === 'not-found';
      return { entry: turn.entry };
    case 'fail':
      return { failure: turn.note.outcome === 'timeout' ? 'timeout' : 'unavailable', retryAfter: turn.note.retryAfter };
    case 'give-up':
      return { failure: 'unavailable', retryAfter: RETRY_AFTER_SECONDS };
    case 'extract':
      return extract(options, content, turn.owner, deadline, status);
  }
}

async function extract(
  options: CacheOptions,
  content: Content,
  owner: string | undefined,
  deadline: Deadline,
  status: CacheStatus,
): Promise<Filled> {
  const { store, clock, origin, purges, lifetimes } = options;
  const { generation } = purges;
  const keeper = owner === undefined ? undefined : keepLease(store, clock, contentKey(content), owner);
  let outcome: ExtractionOutcome;
  try {
    outcome = await origin.extract(content, deadline);
  } finally {
    await keeper?.stop();
  }
  const entry = extractedEntry(outcome, generation, clock.now(), lifetimes);
  if (owner !== undefined) {
    try {
      await settle(options, content, owner, outcome, entry, status);
    } catch {
      // A table that cannot be written costs nobody the answer; the lease runs out by itself.
      status.tableErrors += 1;
    }
  }
  if (entry === undefined) return failureOf(outcome);
  status.outcome = 'extracted';
  status.negative = entry.kind === 'not-found';
  return { entry };
}

/** Ends the lease with what came out of it. */
async function settle(
  options: CacheOptions,
  content: Content,
  owner: string,
  outcome: ExtractionOutcome,
  entry: CacheEntry | undefined,
  status: CacheStatus,
): Promise<void> {
  const { store } = options;
  const key = contentKey(content);
  if (entry && isCacheable(entry)) {
    status.stored = await store.put(key, owner, entry);
  } else if (outcome.outcome === 'timeout') {
    status.handedOver = await handOver(options, content, owner);
  } else {
    await store.release(key, noteOf(owner, outcome));
  }
}

/** An extraction that needs longer than a request lives goes on in the refresh function, under a lease of its own. */
async function handOver(options: CacheOptions, content: Content, owner: string): Promise<boolean> {
  const { store, clock, purges, refresher } = options;
  const key = contentKey(content);
  const token = options.newOwner();
  const lease = { owner: token, until: clock.now() + REFRESH_LEASE_MS, generation: purges.generation };
  if (!(await store.transfer(key, owner, lease))) return false;
  try {
    await refresher.start(content, token, AbortSignal.timeout(HAND_OVER_MS));
    return true;
  } catch {
    await store.release(key, { owner: token, outcome: 'timeout' });
    return false;
  }
}

function failureOf(outcome: ExtractionOutcome): Filled {
  return outcome.outcome === 'timeout' || outcome.outcome === 'unavailable'
    ? { failure: outcome.outcome, retryAfter: outcome.retryAfter }
    : { failure: 'unavailable' };
}

function noteOf(owner: string, outcome: ExtractionOutcome): LeaseNote {
  if (outcome.outcome === 'found' || outcome.outcome === 'not-found') return { owner, outcome: 'uncacheable' };
  const { retryAfter } = outcome;
  return { owner, outcome: outcome.outcome, ...(retryAfter !== undefined && { retryAfter }) };
}
