import { boundedCall } from '../bounded-call.ts';
import type { Deadline } from '../deadline.ts';
import { type Content, contentKey } from '../stream/content.ts';
import type { CacheOptions } from './cache-options.ts';
import type { CacheStatus } from './cache-status.ts';
import type { CacheEntry } from './entry.ts';
import { rememberedFor } from './failure-memory.ts';
import { LEASE_MS } from './lease-keeper.ts';
import { isCurrent, type LeaseNote, type StoredRecord } from './shared-store.ts';
import { TABLE_MS } from './table-times.ts';
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
  /** Another container's extraction failed, a moment or some seconds ago, or every breaker is open. */
  | { readonly turn: 'fail'; readonly note: Pick<LeaseNote, 'outcome' | 'retryAfter'> }
  /** The extraction takes longer than a request should wait. */
  | { readonly turn: 'give-up' };

/**
 * The queue of a herd: of all who miss one content at a time, one gets the lease and the rest wait for what it brings.
 * Whoever finds the lease taken pays for reads only.
 */
export class LeaseQueue {
  readonly #options: CacheOptions;
  readonly #content: Content;
  readonly #key: string;
  readonly #deadline: Deadline;
  readonly #status: CacheStatus;
  readonly #began: number;
  #pollMs = FIRST_POLL_MS;
  #waited = false;

  constructor(options: CacheOptions, content: Content, deadline: Deadline, status: CacheStatus) {
    this.#options = options;
    this.#content = content;
    this.#key = contentKey(content);
    this.#deadline = deadline;
    this.#status = status;
    this.#began = options.clock.now();
  }

  /**
   * @param first what the table said a moment ago; undefined when it could not be read. The lease is tried for all the
   * same: a table that is slow must not send a herd upstream. When that cannot be written either, the extraction runs
   * without: better asked twice than not answered. One who has been waiting never falls back to that.
   */
  async turn(first: StoredRecord | undefined): Promise<Turn> {
    const { clock, purges, origin } = this.#options;
    // What stood there when this one came: a note that is not in it tells how the extraction ended that it waited for.
    let before = first;
    let record = first ?? {};
    for (;;) {
      // Asked anew each time: a purge may come while one waits.
      const required = purges.required(this.#content);
      const entry = usableEntry(record.entry, required, clock.now());
      if (entry) return { turn: 'take', entry };
      const { lease, note } = record;
      if (note && before && note.owner !== before.note?.owner) {
        return note.outcome === 'uncacheable' ? { turn: 'extract' } : { turn: 'fail', note };
      }
      const failedFor = rememberedFor(note, required, clock.now());
      if (failedFor !== undefined) return failed(failedFor);
      if (!lease || !isCurrent(lease, required, clock.now())) {
        if (this.#waited && this.#deadline.remaining() < MIN_TAKE_OVER_MS) return { turn: 'give-up' };
        const blocked = await origin.blockedFor(this.#deadline.signal);
        if (blocked > 0) return failed(Math.ceil(blocked / 1000));
        const turn = await this.#claim(record, required);
        if (turn) return turn;
      }
      const news = await this.#poll();
      if (news === undefined) return { turn: 'give-up' };
      record = news;
      before ??= news;
    }
  }

  /** Tries to get the lease; undefined when another was first. */
  async #claim(seen: StoredRecord, required: number): Promise<Turn | undefined> {
    const { store, clock, purges } = this.#options;
    const owner = this.#options.newOwner();
    const now = clock.now();
    const lease = { owner, until: now + LEASE_MS, generation: purges.generation };
    try {
      const claim = { lease, seen, required, now };
      const acquired = await this.#inTime((signal) => store.acquire(this.#key, claim, signal));
      return acquired ? { turn: 'extract', owner } : undefined;
    } catch {
      if (!this.#deadline.signal.aborted) this.#status.tableErrors += 1;
      // The lease may have been written all the same, so its owner's name is kept.
      return this.#waited ? { turn: 'give-up' } : { turn: 'extract', owner };
    }
  }

  /** What the table says a while later; undefined when time is up. A read that fails is no news. */
  async #poll(): Promise<StoredRecord | undefined> {
    const { store, clock, random, purges } = this.#options;
    const { signal } = this.#deadline;
    this.#waited = true;
    for (;;) {
      const left = Math.min(this.#began + MAX_WAIT_MS - clock.now(), this.#deadline.remaining());
      if (left <= 0) return undefined;
      try {
        await clock.sleep(Math.min(left, this.#pollMs * (0.8 + 0.4 * random())), signal);
      } catch {
        return undefined;
      } finally {
        this.#status.waitedMs = clock.now() - this.#began;
      }
      this.#pollMs = Math.min(2 * this.#pollMs, MAX_POLL_MS);
      const read = (budget: AbortSignal) => store.read(this.#key, { consistent: true, signal: budget });
      const reading = this.#inTime(read).catch(() => undefined);
      if (!purges.isRecent()) await purges.look(signal);
      this.#status.purgesUnknown = purges.lastLookFailed;
      const record = await reading;
      if (record) return record;
      if (!signal.aborted) this.#status.tableErrors += 1;
    }
  }

  #inTime<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return boundedCall(this.#options.clock, TABLE_MS, call, this.#deadline.signal);
  }
}

const failed = (retryAfter: number): Turn => ({ turn: 'fail', note: { outcome: 'unavailable', retryAfter } });
