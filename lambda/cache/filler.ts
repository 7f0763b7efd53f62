import { RETRY_AFTER_SECONDS } from '../../contract/bounds.ts';
import { boundedCall } from '../bounded-call.ts';
import type { Deadline } from '../deadline.ts';
import { type Content, contentKey } from '../stream/content.ts';
import type { ExtractionOutcome } from './answer-source.ts';
import type { CacheOptions } from './cache-options.ts';
import type { CacheStatus } from './cache-status.ts';
import type { CacheEntry } from './entry.ts';
import { extractedEntry, withoutLife } from './extracted-entry.ts';
import { type FailedExtraction, retryAfterOf } from './failure-memory.ts';
import { keepLease } from './lease-keeper.ts';
import { LeaseQueue } from './lease-queue.ts';
import { SETTLE_MS, settleLease } from './settle-lease.ts';
import type { StoredRecord } from './shared-store.ts';
import { usableEntry } from './usable-entry.ts';

export type Filled =
  | { readonly entry: CacheEntry }
  | { readonly failure: FailedExtraction['outcome']; readonly retryAfter?: number | undefined };

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
      return {
        failure: turn.note.outcome === 'timeout' ? 'timeout' : 'unavailable',
        retryAfter: retryAfterOf(turn.note),
      };
    case 'give-up':
      // Its title is being extracted, and that takes long.
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
  const keeper = owner === undefined ? undefined : keepLease(store, clock, contentKey(content), owner, deadline.signal);
  const outcome = await origin.extract(content, deadline).finally(() => keeper?.stop());
  const ended = clock.now();
  const entry = extractedEntry(outcome, generation, ended, lifetimes);
  // An answer is worth a try all the same: a claim that the table carried out late may hold by now.
  const settling =
    owner === undefined || (keeper?.isLost && entry === undefined)
      ? undefined
      : settleLease(options, content, owner, outcome, entry, generation, status);
  if (entry && !purges.isRecent()) {
    await boundedCall(clock, SETTLE_MS, (signal) => purges.look(signal)).catch(() => undefined);
  }
  const wasOurs = (await settling) ?? false;
  const answer = entry ?? (wasOurs ? undefined : await anothersEntry(options, content, ended + SETTLE_MS, status));
  if (purges.lastLookFailed) status.purgesUnknown = true;
  if (answer === undefined) return failureOf(outcome);
  status.outcome = answer === entry ? 'extracted' : 'waited';
  status.negative = answer.kind === 'not-found';
  // Purged while it was extracted: it answers this request, and no other one.
  return { entry: answer.generation < purges.required(content) ? withoutLife(answer) : answer };
}

/** Where the lease was lost to another, its extraction may have ended better: undefined when it is not known to have. */
async function anothersEntry(
  { store, clock, purges }: CacheOptions,
  content: Content,
  until: number,
  status: CacheStatus,
): Promise<CacheEntry | undefined> {
  const read = async (signal: AbortSignal) => {
    const [record] = await Promise.all([
      store.read(contentKey(content), { consistent: true, signal }),
      purges.isRecent() || purges.look(signal),
    ]);
    return usableEntry(record.entry, purges.required(content), clock.now());
  };
  try {
    return await boundedCall(clock, until - clock.now(), read);
  } catch {
    status.tableErrors += 1;
    return undefined;
  }
}

const failureOf = (outcome: ExtractionOutcome): Filled =>
  outcome.outcome === 'found' || outcome.outcome === 'not-found'
    ? { failure: 'unavailable', retryAfter: RETRY_AFTER_SECONDS }
    : { failure: outcome.outcome, retryAfter: retryAfterOf(outcome) };
