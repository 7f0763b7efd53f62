import type { CacheEntry } from '../../lambda/cache/entry.ts';
import { NO_PURGES, type PurgeRecord, type PurgeStore } from '../../lambda/cache/purges.ts';
import type {
  Lease,
  LeaseClaim,
  LeaseNote,
  PutOutcome,
  ReadOptions,
  RefreshHistory,
  SharedStore,
  StoredRecord,
} from '../../lambda/cache/shared-store.ts';
import type { Clock } from '../../lambda/clock.ts';
import type { RequestCounter, Window } from '../../lambda/limits/rate-limiter.ts';
import { type BreakerState, type BreakerStore, HEALTHY, TITLES_TO_OPEN } from '../../lambda/providers/breaker.ts';

const NO_RECORD: StoredRecord = {};

/** Calls to the tables, each as DynamoDB bills it for items of the usual size. */
export interface TableOperations {
  /** Half a unit each. */
  reads: number;
  /** One unit each. */
  consistentReads: number;
  /** The consistent reads of the purges: their number depends on time, not on requests. */
  purgeReads: number;
  /** One unit each, also where the condition is not met. */
  writes: number;
}

export interface SimulatedTablesOptions {
  readonly clock: Clock;
  /** How long the next call takes, in milliseconds. */
  readonly latency: () => number;
}

/** The tables of cache and limiter, with the conditions of their writes. Calls take time and are counted. */
export class SimulatedTables implements SharedStore, PurgeStore, RequestCounter {
  readonly operations: TableOperations = { reads: 0, consistentReads: 0, purgeReads: 0, writes: 0 };
  readonly #options: SimulatedTablesOptions;
  readonly #records = new Map<string, StoredRecord>();
  readonly #failing = new Map<string, { readonly titles: ReadonlySet<string>; readonly openUntil: number }>();
  readonly #counts = new Map<string, number>();
  #window = 0;
  #purges: PurgeRecord = NO_PURGES;

  constructor(options: SimulatedTablesOptions) {
    this.#options = options;
  }

  async read(key: string, { consistent = false }: ReadOptions = {}): Promise<StoredRecord> {
    this.operations[consistent ? 'consistentReads' : 'reads'] += 1;
    await this.#wait();
    return this.#record(key);
  }

  async acquire(key: string, { lease, seen, required, now }: LeaseClaim): Promise<boolean> {
    await this.#write();
    const record = this.#record(key);
    const isLeased = record.lease && record.lease.until > now && record.lease.generation >= required;
    if (isLeased && record.lease?.owner !== lease.owner) return false;
    if (record.entry && record.entry.freshUntil > now && record.entry.generation >= required) return false;
    if (record.note && record.note.owner !== seen.note?.owner) return false;
    this.#records.set(key, { ...record, lease });
    return true;
  }

  renew(key: string, owner: string, until: number): Promise<boolean> {
    return this.#changeLease(key, owner, (record, lease) => ({ ...record, lease: { ...lease, until } }));
  }

  transfer(key: string, owner: string, to: Lease): Promise<boolean> {
    return this.#changeLease(key, owner, (record) => ({ ...record, lease: to }));
  }

  async put(key: string, owner: string, entry: CacheEntry): Promise<PutOutcome> {
    return (await this.#changeLease(key, owner, () => ({ entry }))) ? 'stored' : 'lost';
  }

  release(key: string, note: LeaseNote, refreshes?: RefreshHistory): Promise<boolean> {
    return this.#changeLease(key, note.owner, ({ entry }) => ({ entry, note, ...(refreshes && { refreshes }) }));
  }

  async readPurges(): Promise<PurgeRecord> {
    this.operations.consistentReads += 1;
    this.operations.purgeReads += 1;
    await this.#wait();
    return this.#purges;
  }

  async writePurges(next: PurgeRecord, expected: number): Promise<boolean> {
    await this.#write();
    if (this.#purges.generation !== expected) return false;
    this.#purges = next;
    return true;
  }

  async add(client: string, { begin }: Window): Promise<number> {
    await this.#write();
    if (begin > this.#window) {
      this.#window = begin;
      this.#counts.clear();
    }
    const count = (this.#counts.get(client) ?? 0) + 1;
    this.#counts.set(client, count);
    return count;
  }

  readonly breakers: BreakerStore = {
    read: async (provider) => {
      this.operations.consistentReads += 1;
      await this.#wait();
      return this.#breaker(provider);
    },
    addFailure: async (provider, title, openUntil) => {
      await this.#write();
      const titles = this.#failing.get(provider)?.titles ?? new Set();
      if (titles.size >= TITLES_TO_OPEN) return undefined;
      this.#failing.set(provider, { titles: new Set([...titles, title]), openUntil });
      return this.#breaker(provider);
    },
    moveOpenUntil: async (provider, seen, openUntil) => {
      await this.#write();
      const failing = this.#failing.get(provider);
      if (failing?.openUntil !== seen) return false;
      this.#failing.set(provider, { ...failing, openUntil });
      return true;
    },
    reset: async (provider) => {
      await this.#write();
      this.#failing.delete(provider);
    },
  };

  #breaker(provider: string): BreakerState {
    const failing = this.#failing.get(provider);
    return failing ? { failingTitles: failing.titles.size, openUntil: failing.openUntil } : HEALTHY;
  }

  #record(key: string): StoredRecord {
    return this.#records.get(key) ?? NO_RECORD;
  }

  async #changeLease(
    key: string,
    owner: string,
    change: (record: StoredRecord, lease: Lease) => StoredRecord,
  ): Promise<boolean> {
    await this.#write();
    const record = this.#record(key);
    if (record.lease?.owner !== owner) return false;
    this.#records.set(key, change(record, record.lease));
    return true;
  }

  #write(): Promise<void> {
    this.operations.writes += 1;
    return this.#wait();
  }

  #wait(): Promise<void> {
    const { clock, latency } = this.#options;
    return clock.sleep(latency());
  }
}
