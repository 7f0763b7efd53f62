import { boundedCall } from '../bounded-call.ts';
import type { Deadline } from '../deadline.ts';
import { type Content, contentKey } from '../stream/content.ts';
import type { CacheOptions } from './cache-options.ts';
import type { CacheStatus } from './cache-status.ts';
import { type CacheEntry, usableEntry } from './entry.ts';
import { rememberedFor } from './failure-memory.ts';
import { isCurrent, LEASE_MS, type LeaseNote, type StoredRecord, TABLE_MS } from './shared-store.ts';

/*
 * One request whose content no tier has, from the record that it read to its turn (in capitals):
 *
 *      record ───────────────────────────────────────────────────────────────┐
 *        │                                                                   │
 *        ├─ usable entry ─────────────────────────► USE-ENTRY                │
 *        ├─ new note of the extraction waited for ► FAIL, or EXTRACT where   │
 *        │                                          its answer is uncacheable│
 *        ├─ title remembered as failed ───────────► FAIL                     │
 *        ├─ current lease of another ─────────────► wait, read again ────────┤
 *        │                                            │                      │
 *        │                                            └ no time is left ► STOP-WAITING
 *        └─ no current lease                                                 │
 *             ├─ waited, under 5 s left ──────────► STOP-WAITING             │
 *             ├─ every breaker is open ───────────► FAIL                     │
 *             └─ claim it                                                    │
 *                  ├─ acquired ───────────────────► EXTRACT (lease-holder.ts)│
 *                  ├─ table fails ────────────────► EXTRACT; waited: STOP-WAITING
 *                  └─ another was first ──────────► wait, read again ────────┘
 */

/** Waiting for another container's extraction ends after this time, even where the deadline is later. */
export const MAX_WAIT_MS = 10_000;
const FIRST_POLL_MS = 100;
const MAX_POLL_MS = 1_000;

/** With less time left, an extraction whose holder was killed is not taken over: it would hardly end in time. */
const MIN_TAKE_OVER_MS = 5_000;

/** What a request for an absent content is to do. */
export type Turn =
  /** Extract. Without an owner there is no lease: nothing is stored in the table. */
  | { readonly turn: 'extract'; readonly owner?: string | undefined }
  /** Serve what another container's extraction stored. */
  | { readonly turn: 'use-entry'; readonly entry: CacheEntry }
  /** Fail as another container's extraction did, just now or some seconds ago, or because every breaker is open. */
  | { readonly turn: 'fail'; readonly note: Pick<LeaseNote, 'outcome' | 'retryAfter'> }
  /** Fail: the extraction takes longer than a request should wait. */
  | { readonly turn: 'stop-waiting' };

/**
 * The queue of requests that miss one content at a time: one gets the lease, the others wait for its outcome. A request
 * that finds the lease taken pays for reads only.
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
   * Waits until it is clear what the request has to do.
   *
   * @param first what the table returned a moment ago; undefined when it could not be read. The lease is claimed even
   * then: a slow table must not send a herd to the providers. If the claim cannot be written, extract anyway: a
   * duplicate call is better than no answer. A request that has already waited stops waiting instead.
   */
  async turn(first: StoredRecord | undefined): Promise<Turn> {
    const { clock, purges, extraction } = this.#options;
    // The record as first read. A different note was left by the extraction that this request has been waiting for.
    let before = first;
    let record = first ?? {};
    for (;;) {
      // Computed each time: a purge may be issued during the wait.
      const required = purges.required(this.#content);
      const entry = usableEntry(record.entry, required, clock.now());
      if (entry) return { turn: 'use-entry', entry };
      const { lease, note } = record;
      if (note && before && note.owner !== before.note?.owner) {
        return note.outcome === 'uncacheable' ? { turn: 'extract' } : { turn: 'fail', note };
      }
      const failedFor = rememberedFor(note, required, clock.now());
      if (failedFor !== undefined) return failed(failedFor);
      if (!lease || !isCurrent(lease, required, clock.now())) {
        if (this.#waited && this.#deadline.remaining() < MIN_TAKE_OVER_MS) return { turn: 'stop-waiting' };
        const blocked = await extraction.blockedFor(this.#deadline.signal);
        if (blocked > 0) return failed(Math.ceil(blocked / 1000));
        const turn = await this.#claim(record, required);
        if (turn) return turn;
      }
      const newer = await this.#poll();
      if (newer === undefined) return { turn: 'stop-waiting' };
      record = newer;
      before ??= newer;
    }
  }

  /** Claims the lease; undefined when another was first. */
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
      // The lease may have been written although the call failed, so its owner's name is kept.
      return this.#waited ? { turn: 'stop-waiting' } : { turn: 'extract', owner };
    }
  }

  /** Waits, then reads the record again; undefined when no time is left. After a failed read it waits once more. */
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
