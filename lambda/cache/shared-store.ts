import type { LiveStep } from '../../contract/events.ts';
import type { CacheEntry } from './entry.ts';

/** A call to the table that a response waits for counts as failed after this time, in milliseconds. */
export const TABLE_MS = 1_000;

/** A container's first call also waits for a connection, its TLS handshake and credentials. */
export const FIRST_TABLE_MS = 3_000;

/** The life of a lease that its holder keeps renewing. When the holder is killed, others extract after this time. */
export const LEASE_MS = 6_000;

/**
 * Longer than any lease: a refresh's lasts 75 s, and clocks differ. One that ends later was written by a wrong clock.
 */
export const LONGEST_LEASE_MS = 90_000;

/** The right to extract one content, which one container (or the refresh function) has until a moment. */
export interface Lease {
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly until: number;
  /** The generation its extraction began with. */
  readonly generation: number;
}

/**
 * Whether a lease keeps others from extracting. @param required the least generation that its content's purges ask for
 */
export const isCurrent = ({ until, generation }: Lease, required: number, now: number): boolean =>
  until > now && until <= now + LONGEST_LEASE_MS && generation >= required;

/** Left by an extraction that made no entry, so that requests waiting for it stop waiting. */
export interface LeaseNote {
  /** The owner of that extraction's lease. */
  readonly owner: string;
  /** `uncacheable`: there was an answer, but its links expire too soon for it to be stored. */
  readonly outcome: 'unavailable' | 'timeout' | 'uncacheable';
  /** Seconds. */
  readonly retryAfter?: number | undefined;
  /** The title is not extracted again before that moment, in milliseconds since 1970. */
  readonly until?: number | undefined;
  /** The generation its extraction began with. */
  readonly generation?: number | undefined;
}

/** How the refreshes of an entry went since it was stored. */
export interface RefreshHistory {
  /** Failures in a row. */
  readonly failed: number;
  /** No refresh before that moment, in milliseconds since 1970. */
  readonly notBefore: number;
}

/**
 * What is in the place of an entry, a lease or a note and cannot be read as one, by the attribute that a claim
 * compares. It was damaged, or written by another version. It counts as absent, and a claim replaces exactly this.
 */
export type Unreadable = Readonly<Partial<Record<'freshUntil' | 'leaseUntil' | 'noteOwner', unknown>>>;

/** How far an extraction is, as its lease item keeps it for those who begin to watch in the middle. */
export interface Progress {
  /** Rises with each step, also from one extraction of a title to the next. */
  readonly seq: number;
  readonly steps: readonly LiveStep[];
}

/** What a lease's writes carry for those who watch its title, and what they return. */
export interface LeaseWatch {
  readonly progress: Progress;
  /** Until when somebody watches, as a write returned it; in milliseconds since 1970, 0 for nobody. */
  learn(watchedUntil: unknown): void;
}

/** Everything the shared tier knows of one content. */
export interface StoredRecord {
  readonly entry?: CacheEntry | undefined;
  readonly lease?: Lease | undefined;
  readonly note?: LeaseNote | undefined;
  readonly refreshes?: RefreshHistory | undefined;
  readonly unreadable?: Unreadable | undefined;
  /** Of the extraction under way, or of the last. */
  readonly progress?: Progress | undefined;
  /** Until when somebody watches the title, in milliseconds since 1970. */
  readonly watchedUntil?: number | undefined;
}

export interface ReadOptions {
  /** A strongly consistent read: sees every write that was acknowledged before it. */
  readonly consistent?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** A request for the lease on one content. */
export interface LeaseClaim {
  readonly lease: Lease;
  /** The record that the claim is based on. An extraction that has ended since, with any outcome, makes it void. */
  readonly seen: StoredRecord;
  /** The `freshUntil` of an entry that may be replaced although it is fresh: its links expire soon. */
  readonly replaces?: number | undefined;
  /** The least generation that another's lease or entry must have to refuse the claim. */
  readonly required: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export type PutOutcome =
  | 'stored'
  /** Stored, but for its playback: with it the item would cost too many write units. */
  | 'stored-without-playback'
  /** Another has the lease by now. */
  | 'lost'
  /** More than an item can hold. The lease stays. */
  | 'too-large';

/**
 * The tier that all containers share. Every method rejects when the store cannot be reached, or its signal is aborted;
 * whether the write took place is then unknown. The ones that return a boolean are conditional writes: false means that
 * the condition was not met. Each may be repeated after an unknown outcome; a put that is repeated after it was stored
 * returns `lost`.
 */
export interface SharedStore {
  read(key: string, options?: ReadOptions): Promise<StoredRecord>;
  /** Takes the lease, unless a current one or a fresh entry is there. What is stored beside it stays. */
  acquire(key: string, claim: LeaseClaim, signal?: AbortSignal): Promise<boolean>;
  /** Prolongs the lease of `owner`. */
  renew(key: string, owner: string, until: number, signal?: AbortSignal, watch?: LeaseWatch): Promise<boolean>;
  /** Hands the lease of `owner` over to another. */
  transfer(key: string, owner: string, to: Lease, signal?: AbortSignal, watch?: LeaseWatch): Promise<boolean>;
  /** Stores the entry, which ends the lease of `owner` and removes everything noted before. */
  put(key: string, owner: string, entry: CacheEntry, signal?: AbortSignal, watch?: LeaseWatch): Promise<PutOutcome>;
  /** Ends the lease of the note's owner without an entry. One that is there stays. */
  release(
    key: string,
    note: LeaseNote,
    refreshes?: RefreshHistory,
    signal?: AbortSignal,
    watch?: LeaseWatch,
  ): Promise<boolean>;
}
