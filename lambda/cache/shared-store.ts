import type { CacheEntry } from './entry.ts';

/** The right to extract one content, held by one container (or by the refresh function) until a moment. */
export interface Lease {
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly until: number;
  /** The generation its extraction began with. */
  readonly generation: number;
}

/** Left by an extraction that brought no entry, so that those who waited for it stop waiting. */
export interface LeaseNote {
  /** Whose extraction it was. */
  readonly owner: string;
  /** `uncacheable`: there was an answer, but its links die too soon to be stored. */
  readonly outcome: 'unavailable' | 'timeout' | 'uncacheable';
  /** Seconds. */
  readonly retryAfter?: number | undefined;
}

/** How the refreshes of an entry went since it was stored. */
export interface RefreshHistory {
  /** Failures in a row. */
  readonly failed: number;
  /** No refresh before that moment, in milliseconds since 1970. */
  readonly notBefore: number;
}

/** Everything the shared tier knows of one content. */
export interface StoredRecord {
  readonly entry?: CacheEntry | undefined;
  readonly lease?: Lease | undefined;
  readonly note?: LeaseNote | undefined;
  readonly refreshes?: RefreshHistory | undefined;
}

export interface ReadOptions {
  /** A strongly consistent read: sees every write that was answered before it. */
  readonly consistent?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The tier that all containers share. Every method rejects when the store cannot be reached. The ones that answer a
 * boolean are conditional writes: false means that the condition did not hold.
 */
export interface SharedStore {
  read(key: string, options?: ReadOptions): Promise<StoredRecord>;
  /** Takes the lease unless a current one, or a fresh entry, of at least generation `required` is there. */
  acquire(key: string, lease: Lease, required: number, now: number, signal?: AbortSignal): Promise<boolean>;
  /** Prolongs the lease of `owner`. */
  renew(key: string, owner: string, until: number): Promise<boolean>;
  /** Hands the lease of `owner` to another. */
  transfer(key: string, owner: string, to: Lease, signal?: AbortSignal): Promise<boolean>;
  /** Stores the entry, which ends the lease of `owner` and everything noted before. */
  put(key: string, owner: string, entry: CacheEntry): Promise<boolean>;
  /** Ends the lease of the note's owner without an entry. One that is there stays. */
  release(key: string, note: LeaseNote, refreshes?: RefreshHistory): Promise<boolean>;
}
