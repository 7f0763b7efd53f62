import { boundedCall } from '../bounded-call.ts';
import type { Deadline } from '../deadline.ts';
import { type Content, contentKey } from '../stream/content.ts';
import type { CacheOptions } from './cache-options.ts';
import { type CacheStatus, newCacheStatus } from './cache-status.ts';
import {
  type AnswerEntry,
  type CacheEntry,
  freshnessOf,
  isCacheable,
  isPurged,
  type NotFoundEntry,
  usableEntry,
} from './entry.ts';
import type { Renewals } from './renewals.ts';
import { FIRST_TABLE_MS, type StoredRecord, TABLE_MS } from './shared-store.ts';
import { StaleRefresh } from './stale-refresh.ts';

/** The result of a lookup: an entry, or why there is none. */
export type CacheResult =
  | { readonly result: 'answer'; readonly entry: AnswerEntry }
  | { readonly result: 'not-found'; readonly entry: NotFoundEntry }
  | { readonly result: 'unavailable' | 'timeout' | 'internal'; readonly retryAfter?: number | undefined };

/** What a lookup needs of its request. */
export interface Lookup<Observer = unknown> {
  /**
   * Rejects when the client is over its limit. The tiers are read meanwhile; nothing is used, written or extracted
   * before it resolves.
   */
  readonly allowed: Promise<unknown>;
  /** Called only when an extraction or a wait is needed. */
  readonly deadline: () => Deadline;
  /** Receives the events of the extraction, where this request runs one. */
  readonly observer?: Observer | undefined;
}

/**
 * Memory, then the table, then the providers. A fresh answer is served. A stale one is served while one refresh is
 * under way. A missing one is extracted by one container of the fleet, for which the others wait.
 */
export class TieredCache<Observer = unknown> {
  readonly #options: CacheOptions<Observer>;
  readonly #staleRefresh: StaleRefresh;
  #triedTable = false;
  #renewals: Promise<Renewals> | undefined;

  constructor(options: CacheOptions<Observer>) {
    this.#options = options;
    this.#staleRefresh = new StaleRefresh(options);
  }

  /** @throws what `allowed` rejects with, and nothing else */
  async get(content: Content, lookup: Lookup<Observer>, status: CacheStatus = newCacheStatus()): Promise<CacheResult> {
    const { memory, purges, clock } = this.#options;
    const key = contentKey(content);
    const reads = new AbortController();
    const look = purges.isRecent() ? undefined : purges.look(reads.signal);
    const known = memory.get(key, clock.now());
    const knownIsFresh = known !== undefined && freshnessOf(known, clock.now()) === 'fresh';
    let reading = knownIsFresh ? undefined : this.#read(key, reads.signal, status);
    try {
      await lookup.allowed;
    } catch (refusal) {
      reads.abort();
      throw refusal;
    }
    if (look) await look;
    status.purgesUnknown = purges.lastLookFailed;

    const required = purges.required(content);
    const inMemory = usableEntry(known, required, clock.now());
    if (known !== undefined && inMemory === undefined) memory.delete(key);
    if (inMemory && freshnessOf(inMemory, clock.now()) === 'fresh') return served(inMemory, 'memory', 'fresh', status);

    reading ??= this.#read(key, reads.signal, status);
    const record = await reading;
    const inTable = isPurged(record?.entry, required) ? undefined : record?.entry;
    // The later entry counts even when it has expired: an answer that a later not-found replaced never comes back.
    const best = usableEntry(later(inMemory, inTable), required, clock.now());
    if (best === undefined) {
      memory.delete(key);
      return this.#fill(content, record, lookup, status);
    }
    if (best === inTable) memory.set(key, best);
    const freshness = freshnessOf(best, clock.now()) === 'fresh' ? 'fresh' : 'stale';
    if (freshness === 'stale') status.refresh = await this.#staleRefresh.ensure(content, best, record, required);
    return served(best, best === inTable ? 'table' : 'memory', freshness, status);
  }

  /** The renewal of links, for requests that never wait. Loaded by the first of them. */
  async renewals(): Promise<Renewals> {
    this.#renewals ??= import('./renewals.ts').then(
      ({ Renewals }) => new Renewals(this.#options as CacheOptions<never>, this.#staleRefresh),
    );
    return this.#renewals;
  }

  async #fill(
    content: Content,
    record: StoredRecord | undefined,
    lookup: Lookup<Observer>,
    status: CacheStatus,
  ): Promise<CacheResult> {
    const { memory } = this.#options;
    const deadline = lookup.deadline();
    try {
      const { fillMiss } = await import('./fill-miss.ts');
      const { observer } = lookup;
      const filled = await fillMiss(this.#options, { content, record, deadline, observer, status });
      if (!('entry' in filled)) return { result: filled.failure, retryAfter: filled.retryAfter };
      if (isCacheable(filled.entry)) memory.set(contentKey(content), filled.entry);
      return resultOf(filled.entry);
    } finally {
      deadline.clear();
    }
  }

  /** Undefined when the table cannot be read: the answer then comes from memory or from the providers. */
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

function served(
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
