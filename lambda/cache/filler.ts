import { boundedCall } from '../bounded-call.ts';
import type { Deadline } from '../deadline.ts';
import { type Content, contentKey } from '../stream/content.ts';
import type { CacheOptions } from './cache-options.ts';
import type { CacheStatus } from './cache-status.ts';
import type { CacheEntry } from './entry.ts';
import { extractedEntry, withoutLife } from './extracted-entry.ts';
import { keepLease } from './lease-keeper.ts';
import { LeaseQueue } from './lease-queue.ts';
import type { ExtractionOutcome } from './origin.ts';
import { SETTLE_MS, settleLease } from './settle-lease.ts';
import type { StoredRecord } from './shared-store.ts';

/** What a client is told to wait when its title is being extracted and that takes long. */
const RETRY_AFTER_SECONDS = 5;

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
  const turn = await new LeaseQueue(options, content, deadline, status).turn(record);
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
    keeper?.stop();
  }
  const entry = extractedEntry(outcome, generation, clock.now(), lifetimes);
  const settling = owner === undefined ? undefined : settleLease(options, content, owner, outcome, entry, status);
  if (entry && !purges.isRecent()) {
    await boundedCall(clock, SETTLE_MS, (signal) => purges.look(signal)).catch(() => undefined);
  }
  await settling;
  if (purges.lastLookFailed) status.purgesUnknown = true;
  if (entry === undefined) return failureOf(outcome);
  status.outcome = 'extracted';
  status.negative = entry.kind === 'not-found';
  // Purged while it was extracted: it answers this request, and no other one.
  return { entry: entry.generation < purges.required(content) ? withoutLife(entry) : entry };
}

const failureOf = (outcome: ExtractionOutcome): Filled =>
  outcome.outcome === 'timeout' || outcome.outcome === 'unavailable'
    ? { failure: outcome.outcome, retryAfter: outcome.retryAfter }
    : { failure: 'unavailable' };
