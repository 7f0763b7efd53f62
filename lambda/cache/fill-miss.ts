import { RETRY_AFTER_SECONDS } from '../../contract/bounds.ts';
import { boundedCall } from '../bounded-call.ts';
import type { Deadline } from '../deadline.ts';
import { type Content, contentKey } from '../stream/content.ts';
import type { CacheOptions } from './cache-options.ts';
import type { CacheStatus } from './cache-status.ts';
import { type CacheEntry, extractedEntry, freshnessOf, isPurged, usableEntry, withoutLife } from './entry.ts';
import type { ExtractionOutcome } from './extraction.ts';
import { type FailedExtraction, retryAfterOf } from './failure-memory.ts';
import { keepLease, SETTLE_MS, settleLease } from './lease-holder.ts';
import { LeaseQueue } from './lease-queue.ts';
import type { StoredRecord } from './shared-store.ts';

export type Filled =
  | { readonly entry: CacheEntry }
  | { readonly failure: FailedExtraction['outcome']; readonly retryAfter?: number | undefined };

/** A request for a content that no tier has. */
export interface FillRequest<Observer> {
  readonly content: Content;
  /** What the table returned a moment ago; undefined when it could not be read. */
  readonly record: StoredRecord | undefined;
  readonly deadline: Deadline;
  /** Receives the events of the extraction, where this request runs it. */
  readonly observer?: Observer | undefined;
  readonly status: CacheStatus;
}

/** Produces the missing answer: extracts it under the lease, or waits for the container that has the lease. */
export async function fillMiss<Observer>(
  options: CacheOptions<Observer>,
  request: FillRequest<Observer>,
): Promise<Filled> {
  const { content, record, deadline, status } = request;
  const turn = await new LeaseQueue(options, content, deadline, status).turn(record);
  switch (turn.turn) {
    case 'use-entry':
      markAnothers(turn.entry, options.clock.now(), status);
      return { entry: turn.entry };
    case 'fail':
      return {
        failure: turn.note.outcome === 'timeout' ? 'timeout' : 'unavailable',
        retryAfter: retryAfterOf(turn.note),
      };
    case 'stop-waiting':
      return { failure: 'unavailable', retryAfter: RETRY_AFTER_SECONDS };
    case 'extract':
      return extract(options, request, turn.owner);
  }
}

async function extract<Observer>(
  options: CacheOptions<Observer>,
  { content, record, deadline, observer, status }: FillRequest<Observer>,
  owner: string | undefined,
): Promise<Filled> {
  const { store, clock, extraction, purges, lifetimes } = options;
  const { generation } = purges;
  const key = contentKey(content);
  const watch = owner === undefined ? undefined : await options.watching?.begin(content, { owner, record, observer });
  const keeper = owner === undefined ? undefined : keepLease(store, clock, key, owner, deadline.signal, watch);
  const outcome = await extraction
    .extract(content, deadline, watch?.observer ?? observer)
    .finally(() => keeper?.stop());
  const ended = clock.now();
  const entry = extractedEntry(outcome, generation, ended, lifetimes);
  // An answer is put even where the lease seems lost: a claim that the table carried out late may be valid by now.
  const settling =
    owner === undefined || (keeper?.isLost && entry === undefined)
      ? undefined
      : settleLease(options, content, owner, outcome, entry, generation, status, watch);
  const look = () => boundedCall(clock, SETTLE_MS, (signal) => purges.look(signal)).catch(() => undefined);
  if (entry && !watch?.isWatched && !purges.isRecent()) await look();
  const wasOurs = (await settling) ?? false;
  // Who watches is notified of a purge at once, and never of an answer from before it.
  if (entry && watch?.isWatched) await look();
  if ((keeper?.isLost && !wasOurs) || status.handedOver) watch?.left();
  else await watch?.ended(outcome, entry, isPurged(entry, purges.required(content)));
  const answer = entry ?? (wasOurs ? undefined : await anothersEntry(options, content, ended + SETTLE_MS, status));
  if (purges.lastLookFailed) status.purgesUnknown = true;
  if (answer === undefined) return failureOf(outcome);
  if (answer !== entry) markAnothers(answer, clock.now(), status);
  else {
    status.outcome = 'extracted';
    status.negative = answer.kind === 'not-found';
  }
  if (!isPurged(answer, purges.required(content))) return { entry: answer };
  // Purged while it was extracted: it is sent in response to this request only, wherever it is stored.
  status.stored = false;
  return { entry: withoutLife(answer) };
}

/** An entry that is stale was not waited for: it is from before, of a table that could not be read at first. */
function markAnothers(entry: CacheEntry, now: number, status: CacheStatus): void {
  const isStale = freshnessOf(entry, now) === 'stale';
  if (isStale) status.tier = 'table';
  status.outcome = isStale ? 'stale' : 'waited';
  status.negative = entry.kind === 'not-found';
}

/**
 * The entry of the container that took the lease over, whose extraction may have succeeded; undefined where none is
 * found.
 */
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
