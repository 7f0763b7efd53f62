import { boundedCall } from '../bounded-call.ts';
import { type Content, contentKey } from '../stream/content.ts';
import type { CacheOptions } from './cache-options.ts';
import type { CacheStatus } from './cache-status.ts';
import { type CacheEntry, usableEntry } from './entry.ts';
import type { StoredRecord } from './shared-store.ts';
import type { StaleRefresh } from './stale-refresh.ts';

/** A call to the table may delay the answer by this much. */
const READ_MS = 200;

export interface RenewalRequest {
  /** Whether an entry has what is asked for: links that are newer, or that live long enough. */
  readonly isEnough: (entry: CacheEntry) => boolean;
  /** Whether nothing is enough: then a refresh is started, if this resolves to true. */
  readonly mayRefresh: () => Promise<boolean>;
}

export interface Renewal {
  /** The newest entry there is, whether or not it is enough. */
  readonly entry: CacheEntry | undefined;
  /** `none` also where none is needed, or where it was not allowed. */
  readonly refresh: CacheStatus['refresh'];
  /** The table could not be read. */
  readonly isUnknown: boolean;
}

/**
 * Looks for the renewal of links without ever waiting for a provider. Where neither memory nor table has one, one
 * refresh of the fleet is started, also of an entry that is fresh: its links may expire before the entry does.
 */
export class Renewals {
  readonly #options: CacheOptions<never>;
  readonly #staleRefresh: StaleRefresh;

  constructor(options: CacheOptions<never>, staleRefresh: StaleRefresh) {
    this.#options = options;
    this.#staleRefresh = staleRefresh;
  }

  /** Never rejects, unless `mayRefresh` does. */
  async find(content: Content, { isEnough, mayRefresh }: RenewalRequest): Promise<Renewal> {
    const { memory, purges, clock } = this.#options;
    const key = contentKey(content);
    const recent = purges.isRecent() ? undefined : this.#bounded((signal) => purges.look(signal));
    // A container that has just started reads both at once: its player has little time.
    const reading = recent && !memory.get(key, clock.now()) ? this.#read(key) : undefined;
    if (recent) await recent.catch(() => undefined);
    const required = purges.required(content);
    const inMemory = usableEntry(memory.get(key, clock.now()), required, clock.now());
    if (inMemory && isEnough(inMemory)) return { entry: inMemory, refresh: 'none', isUnknown: false };

    const record = await (reading ?? this.#read(key));
    const inTable = usableEntry(record?.entry, required, clock.now());
    const entry = inTable && (!inMemory || inTable.storedAt >= inMemory.storedAt) ? inTable : inMemory;
    if (entry && entry === inTable) memory.set(key, entry);
    if (record === undefined) return { entry, refresh: 'failed', isUnknown: true };
    if (entry && isEnough(entry)) return { entry, refresh: 'none', isUnknown: false };
    if (isRemembered(record, clock.now())) return { entry, refresh: 'backing-off', isUnknown: false };
    if (!(await mayRefresh())) return { entry, refresh: 'none', isUnknown: false };
    const refresh = await this.#staleRefresh.ensure(content, inTable, record, required);
    return { entry, refresh, isUnknown: false };
  }

  /** Undefined where the table cannot be read in time. */
  async #read(key: string): Promise<StoredRecord | undefined> {
    return this.#bounded((signal) => this.#options.store.read(key, { signal })).catch(() => undefined);
  }

  #bounded<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return boundedCall(this.#options.clock, READ_MS, call);
  }
}

/** The title failed a moment ago, and is not extracted again before the end of its `Retry-After`. */
const isRemembered = ({ note }: StoredRecord, now: number): boolean => note?.until !== undefined && note.until > now;
