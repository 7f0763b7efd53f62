import { boundedCall } from '../bounded-call.ts';
import type { Deadline } from '../deadline.ts';
import { type Content, contentKey } from '../stream/content.ts';
import type { CacheOptions } from './cache-options.ts';
import { type CacheStatus, newCacheStatus } from './cache-status.ts';
import { type AnswerEntry, ageOf, type CacheEntry, type NotFoundEntry } from './entry.ts';
import { isCacheable } from './extracted-entry.ts';
import { fill } from './filler.ts';
import type { StoredRecord } from './shared-store.ts';
import { StaleRefresh } from './stale-refresh.ts';
import { FIRST_TABLE_MS, TABLE_MS } from './table-times.ts';
import { isPurged, usableEntry } from './usable-entry.ts';

/** What a lookup answers: an entry, or why there is none. */
export type CacheResult =
  | { readonly result: 'answer'; readonly entry: AnswerEntry }
  | { readonly result: 'not-found'; readonly entry: NotFoundEntry }
  | { readonly result: 'unavailable' | 'timeout' | 'internal'; readonly retryAfter?: number | undefined };

export interface Lookup {
  /**
   * Rejects when the client is over its limit. The tiers are read meanwhile; nothing is used, written or extracted
   * before it resolves.
   */
  readonly allowed: Promise<unknown>;
  /** Called only when an extraction or a wait is needed. */
  readonly deadline: () => Deadline;
}

/**
 * Memory, then the table, then the extractors. Fresh is answered; stale is answered while one refresh is under way;
 * absent is extracted by one container in the fleet, for which the others wait.
 */
export class TieredCache {
  readonly #options: CacheOptions;
  readonly #staleRefresh: StaleRefresh;
  #triedTable = false;

  constructor(options: CacheOptions) {
    this.#options = options;
    this.#staleRefresh = new StaleRefresh(options);
  }

  /** @throws whatever `allowed` rejects with, and nothing else */
  async get(content: Content, lookup: Lookup, status: CacheStatus = newCacheStatus()): Promise<CacheResult> {
    const { memory, purges, clock } = this.#options;
    const key = contentKey(content);
    const reads = new AbortController();
    const look = purges.isRecent() ? undefined : purges.look(reads.signal);
    const held = memory.get(key, clock.now());
    const heldIsFresh = held !== undefined && ageOf(held, clock.now()) === 'fresh';
    let reading = heldIsFresh ? undefined : this.#read(key, reads.signal, status);
    try {
      await lookup.allowed;
    } catch (refusal) {
      reads.abort();
      throw refusal;
    }
    if (look) await look;
    status.purgesUnknown = purges.lastLookFailed;

    const required = purges.required(content);
    const inMemory = usableEntry(held, required, clock.now());
    if (held !== undefined && inMemory === undefined) memory.delete(key);
    if (inMemory && ageOf(inMemory, clock.now()) === 'fresh') return answered(inMemory, 'memory', 'fresh', status);

    reading ??= this.#read(key, reads.signal, status);
    const record = await reading;
    const inTable = isPurged(record?.entry, required) ? undefined : record?.entry;
    // What was stored last holds, even when it is over: an answer that a later not-found replaced never comes back.
    const best = usableEntry(later(inMemory, inTable), required, clock.now());
    if (best === undefined) {
      memory.delete(key);
      return this.#fill(content, record, lookup, status);
    }
    if (best === inTable) memory.set(key, best);
    const age = ageOf(best, clock.now()) === 'fresh' ? 'fresh' : 'stale';
    if (age === 'stale') status.refresh = await this.#staleRefresh.ensure(content, best, record, required);
    return answered(best, best === inTable ? 'table' : 'memory', age, status);
  }

  async #fill(
    content: Content,
    record: StoredRecord | undefined,
    lookup: Lookup,
    status: CacheStatus,
  ): Promise<CacheResult> {
    const { memory } = this.#options;
    const deadline = lookup.deadline();
    try {
      const filled = await fill(this.#options, content, record, deadline, status);
      if (!('entry' in filled)) return { result: filled.failure, retryAfter: filled.retryAfter };
      if (isCacheable(filled.entry)) memory.set(contentKey(content), filled.entry);
      return resultOf(filled.entry);
    } finally {
      deadline.clear();
    }
  }

  /** Undefined when the table cannot be read: the answer then comes from memory or from the extractors. */
  async #read(key: string, signal: AbortSignal, status: CacheStatus): Promise<StoredRecord | undefined> {
    const { store, clock } = this.#options;
    const ms = this.#triedTable ? TABLE_MS : FIRST_TABLE_MS;
    this.#triedTable = true;
    try {
      return await boundedCall(clock, ms, (budget) => store.read(key, { signal: budget }), signal);
    } catch {
      if (!signal.aborted) status.tableErrors += 1;
      return undefined;
    }
  }
}

function answered(
  entry: CacheEntry,
  tier: 'memory' | 'table',
  outcome: 'fresh' | 'stale',
  status: CacheStatus,
): CacheResult {
  status.tier = tier;
  status.outcome = outcome;
  status.negative = entry.kind === 'not-found';
  return resultOf(entry);
}

const resultOf = (entry: CacheEntry): CacheResult =>
  entry.kind === 'answer' ? { result: 'answer', entry } : { result: 'not-found', entry };

const later = (a: CacheEntry | undefined, b: CacheEntry | undefined): CacheEntry | undefined =>
  a === undefined || (b !== undefined && b.storedAt >= a.storedAt) ? b : a;
