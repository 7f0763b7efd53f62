import type { Deadline } from '../deadline.ts';
import type { CacheEntry } from './entry.ts';
import { LEASE_MS } from './lease-keeper.ts';
import type { LeaseNote, StoredRecord } from './shared-store.ts';
import type { CacheOptions } from './tiered-cache.ts';
import { usableEntry } from './usable-entry.ts';

/** Waiting for another container's extraction ends after this, whatever is left of the deadline. */
const MAX_WAIT_MS = 10_000;
const FIRST_POLL_MS = 100;
const MAX_POLL_MS = 1_000;

/** With less left than this an extraction is not begun in a dead holder's place: it would hardly end in time. */
const MIN_TAKE_OVER_MS = 5_000;

/** What a request for an absent content is to do. */
export type Turn =
  /** Extract. Without an owner there is no lease: nothing is stored in the table. */
  | { readonly turn: 'extract'; readonly owner?: string | undefined }
  /** Another container's extraction brought this. */
  | { readonly turn: 'take'; readonly entry: CacheEntry }
  /** Another container's extraction failed. */
  | { readonly turn: 'fail'; readonly note: Pick<LeaseNote, 'outcome' | 'retryAfter'> }
  /** The extraction takes longer than a request should wait. */
  | { readonly turn: 'give-up' };

/**
 * The queue of a herd: of all who miss one content at a time, one gets the lease and the rest wait for what it brings.
 * Losing costs reads only.
 */
export class LeaseQueue {
  readonly #options: Pick<CacheOptions, 'store' | 'clock' | 'random' | 'newOwner' | 'purges' | 'origin'>;
  readonly #key: string;
  readonly #required: number;
  readonly #deadline: Deadline;
  readonly #began: number;
  waited = false;
  tableErrors = 0;

  constructor(options: CacheOptions, key: string, required: number, deadline: Deadline) {
    this.#options = options;
    this.#key = key;
    this.#required = required;
    this.#deadline = deadline;
    this.#began = options.clock.now();
  }

  /**
   * @param record what the table said a moment ago; undefined when it could not be read. Then, and when the lease
   * cannot be written, the extraction runs without a lease: better asked twice than not answered. One who has been
   * waiting never falls back to that: a whole herd would.
   */
  async turn(record: StoredRecord | undefined): Promise<Turn> {
    if (record === undefined) return { turn: 'extract' };
    try {
      return await this.#queue(record);
    } catch {
      this.tableErrors += 1;
      return this.waited ? { turn: 'give-up' } : { turn: 'extract' };
    }
  }

  async #queue(first: StoredRecord): Promise<Turn> {
    const { store, clock, origin, purges } = this.#options;
    let record = first;
    for (;;) {
      const entry = usableEntry(record.entry, this.#required, clock.now());
      if (entry) return { turn: 'take', entry };
      const { lease } = record;
      if (lease && lease.until > clock.now() && lease.generation >= this.#required) {
        this.waited = true;
        const news = await this.#newsFrom(lease.owner);
        if (news === undefined) return { turn: 'give-up' };
        if (news.note?.owner === lease.owner) {
          return news.note.outcome === 'uncacheable' ? { turn: 'extract' } : { turn: 'fail', note: news.note };
        }
        record = news;
        continue;
      }
      if (this.waited && this.#deadline.remaining() < MIN_TAKE_OVER_MS) return { turn: 'give-up' };
      const blocked = await origin.blockedFor();
      if (blocked > 0) {
        return { turn: 'fail', note: { outcome: 'unavailable', retryAfter: Math.ceil(blocked / 1000) } };
      }
      const owner = this.#options.newOwner();
      const own = { owner, until: clock.now() + LEASE_MS, generation: purges.generation };
      if (await store.acquire(this.#key, own, this.#required, clock.now())) return { turn: 'extract', owner };
      record = await store.read(this.#key, { consistent: true });
    }
  }

  /** What the table says once the lease of `owner` has ended; undefined when time is up. A failed poll is no news. */
  async #newsFrom(owner: string): Promise<StoredRecord | undefined> {
    const { store, clock, random } = this.#options;
    const { signal } = this.#deadline;
    for (let poll = FIRST_POLL_MS; ; poll = Math.min(2 * poll, MAX_POLL_MS)) {
      const left = Math.min(this.#began + MAX_WAIT_MS - clock.now(), this.#deadline.remaining());
      if (left <= 0) return undefined;
      try {
        await clock.sleep(Math.min(left, poll * (0.8 + 0.4 * random())), signal);
      } catch {
        return undefined;
      }
      const record = await store.read(this.#key, { consistent: true, signal }).catch(() => undefined);
      if (record === undefined) {
        this.tableErrors += 1;
        continue;
      }
      if (record.lease?.owner !== owner || record.lease.until <= clock.now()) return record;
    }
  }
}
