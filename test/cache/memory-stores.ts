import { type CacheEntry, freshnessOf } from '../../lambda/cache/entry.ts';
import { NO_PURGES, type PurgeRecord, type PurgeStore } from '../../lambda/cache/purges.ts';
import {
  isCurrent,
  type LeaseClaim,
  type LeaseNote,
  type PutOutcome,
  type ReadOptions,
  type RefreshHistory,
  type SharedStore,
  type StoredRecord,
} from '../../lambda/cache/shared-store.ts';
import { type BreakerState, type BreakerStore, HEALTHY, TITLES_TO_OPEN } from '../../lambda/providers/breaker.ts';

/** What a table does to the calls that reach it. */
export type Weather = 'fine' | 'refusing' | 'hanging';

const NO_RECORD: StoredRecord = {};

/** The shared tier as the table keeps it, in memory, with a count of its calls and faults to order. */
export class MemoryStores implements SharedStore, PurgeStore {
  readonly #records = new Map<string, StoredRecord>();
  readonly #failing = new Map<string, { readonly titles: ReadonlySet<string>; readonly openUntil: number }>();
  #purges: PurgeRecord = NO_PURGES;
  weather: Weather = 'fine';
  /** Calls so far, by method. */
  readonly calls = new Map<string, number>();
  /** Entries of more characters than this are too large. */
  maxData = Number.POSITIVE_INFINITY;

  count(method: string): number {
    return this.calls.get(method) ?? 0;
  }

  record(key: string): StoredRecord {
    return this.#records.get(key) ?? NO_RECORD;
  }

  read(key: string, { signal }: ReadOptions = {}): Promise<StoredRecord> {
    return this.#call('read', signal, () => this.record(key));
  }

  acquire(key: string, { lease, seen, required, now }: LeaseClaim, signal?: AbortSignal): Promise<boolean> {
    return this.#call('acquire', signal, () => {
      const record = this.record(key);
      const leased = record.lease && isCurrent(record.lease, required, now);
      if (leased && record.lease?.owner !== lease.owner) return false;
      const { entry } = record;
      if (entry && freshnessOf(entry, now) === 'fresh' && entry.generation >= required) return false;
      if (record.note && record.note.owner !== seen.note?.owner) return false;
      this.#records.set(key, { ...record, lease });
      return true;
    });
  }

  renew(key: string, owner: string, until: number, signal?: AbortSignal): Promise<boolean> {
    return this.#call('renew', signal, () => this.#ifOwner(key, [owner], (lease) => ({ lease: { ...lease, until } })));
  }

  transfer(key: string, owner: string, to: LeaseClaim['lease'], signal?: AbortSignal): Promise<boolean> {
    return this.#call('transfer', signal, () => this.#ifOwner(key, [owner, to.owner], () => ({ lease: to })));
  }

  put(key: string, owner: string, entry: CacheEntry, signal?: AbortSignal): Promise<PutOutcome> {
    return this.#call('put', signal, () => {
      if (entry.kind === 'answer' && entry.data.length > this.maxData) return 'too-large';
      if (this.record(key).lease?.owner !== owner) return 'lost';
      this.#records.set(key, { entry });
      return 'stored';
    });
  }

  release(key: string, note: LeaseNote, refreshes?: RefreshHistory, signal?: AbortSignal): Promise<boolean> {
    return this.#call('release', signal, () =>
      this.#ifOwner(key, [note.owner], () => ({ lease: undefined, note, ...(refreshes && { refreshes }) })),
    );
  }

  readPurges(signal?: AbortSignal): Promise<PurgeRecord> {
    return this.#call('readPurges', signal, () => this.#purges);
  }

  writePurges(next: PurgeRecord, expected: number): Promise<boolean> {
    return this.#call('writePurges', undefined, () => {
      if (this.#purges.generation !== expected) return false;
      this.#purges = next;
      return true;
    });
  }

  /** The breaker's calls keep their own names apart from the tier's. */
  readonly breakers: BreakerStore = {
    read: (provider, signal) => this.#call('breakers', signal, () => this.#breaker(provider)),
    addFailure: (provider, title, openUntil, signal) =>
      this.#call('addFailure', signal, () => {
        const titles = this.#failing.get(provider)?.titles ?? new Set();
        if (titles.size >= TITLES_TO_OPEN) return undefined;
        this.#failing.set(provider, { titles: new Set([...titles, title]), openUntil });
        return this.#breaker(provider);
      }),
    moveOpenUntil: (provider, seen, openUntil, signal) =>
      this.#call('moveOpenUntil', signal, () => {
        const failing = this.#failing.get(provider);
        if (failing?.openUntil !== seen) return false;
        this.#failing.set(provider, { ...failing, openUntil });
        return true;
      }),
    reset: (provider, signal) =>
      this.#call('reset', signal, () => {
        this.#failing.delete(provider);
      }),
  };

  #breaker(provider: string): BreakerState {
    const failing = this.#failing.get(provider);
    return failing ? { failingTitles: failing.titles.size, openUntil: failing.openUntil } : HEALTHY;
  }

  #ifOwner(key: string, owners: readonly string[], change: (lease: LeaseClaim['lease']) => StoredRecord): boolean {
    const record = this.record(key);
    if (record.lease === undefined || !owners.includes(record.lease.owner)) return false;
    this.#records.set(key, { ...record, ...change(record.lease) });
    return true;
  }

  async #call<T>(method: string, signal: AbortSignal | undefined, work: () => T): Promise<T> {
    this.calls.set(method, (this.calls.get(method) ?? 0) + 1);
    await Promise.resolve();
    if (this.weather === 'refusing') throw new Error('The table refuses');
    if (this.weather === 'hanging') {
      await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    }
    signal?.throwIfAborted();
    return work();
  }
}
