import { MAX_PURGE_TARGETS } from '../../contract/bounds.ts';
import { boundedCall } from '../bounded-call.ts';
import type { Clock } from '../clock.ts';
import { type Content, contentKey, titleKey } from '../stream/content.ts';
import { FIRST_TABLE_MS, TABLE_MS } from './shared-store.ts';

/**
 * How old a container's knowledge of purges may become. With the time of a read it keeps the promise of five seconds.
 */
export const LOOK_INTERVAL_MS = 4_000;

/** A purge older than the longest life of an entry, a day fresh and a day stale, covers no entry any more. */
const FORGET_AFTER_MS = 3 * 24 * 60 * 60_000;

/** A purged target: the generation an entry needs to be served again, and when it was purged (ms since 1970). */
export interface PurgeTarget {
  readonly generation: number;
  readonly at: number;
}

/**
 * What has been purged. Generations count purges, so that no two clocks are ever compared: an entry carries the
 * generation that its extraction began with and is a miss where a later purge covers it.
 */
export interface PurgeRecord {
  /** Rises by one with each purge. */
  readonly generation: number;
  /** Entries of any content below it are purged. */
  readonly everything: number;
  /** By content key, or by title key for all of a title. */
  readonly targets: Readonly<Record<string, PurgeTarget>>;
}

export const NO_PURGES: PurgeRecord = { generation: 0, everything: 0, targets: {} };

/** The one item that holds them. */
export interface PurgeStore {
  /** A strongly consistent read. Rejects when the store cannot be reached. */
  readPurges(signal?: AbortSignal): Promise<PurgeRecord>;
  /** Writes `next` unless another purge came first (the stored generation is no longer `expected`). */
  writePurges(next: PurgeRecord, expected: number): Promise<boolean>;
}

export type PurgeScope =
  | { readonly all: true }
  | { readonly title: Pick<Content, 'mediaType' | 'tmdbId'> }
  | { readonly content: Content }
  | { readonly contents: readonly Content[] };

/** The record with one more purge in it. */
export function withPurge(record: PurgeRecord, scope: PurgeScope, now: number): PurgeRecord {
  const generation = record.generation + 1;
  if ('all' in scope) return { generation, everything: generation, targets: {} };
  const added = keysOf(scope).map((key) => [key, { generation, at: now }] as const);
  const targets = Object.fromEntries([...recentTargets(record, now), ...added]);
  if (Object.keys(targets).length > MAX_PURGE_TARGETS) return { generation, everything: generation, targets: {} };
  return { generation, everything: record.everything, targets };
}

function keysOf(scope: Exclude<PurgeScope, { readonly all: true }>): string[] {
  if ('title' in scope) return [titleKey(scope.title)];
  return ('contents' in scope ? scope.contents : [scope.content]).map(contentKey);
}

const recentTargets = ({ targets }: PurgeRecord, now: number) =>
  Object.entries(targets).filter(([, { at }]) => at > now - FORGET_AFTER_MS);

/** Issues purges and keeps this container's view of them at most {@link LOOK_INTERVAL_MS} old. */
export class Purges {
  readonly #store: PurgeStore;
  readonly #clock: Clock;
  #record: PurgeRecord = NO_PURGES;
  /** The usual case: nothing but full purges so far. */
  #hasNoTargets = true;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #lastLookFailed = false;

  constructor(store: PurgeStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** True when the view is at most {@link LOOK_INTERVAL_MS} old, on a clock that did not step back. */
  isRecent(): boolean {
    const age = this.#clock.now() - this.#lookedAt;
    return age >= 0 && age <= LOOK_INTERVAL_MS;
  }

  /**
   * Reads the purges again. Returns false when the store cannot be read in time: what was known before still counts,
   * the promise of five seconds is suspended, and the next look is due after the usual time, so that an outage delays
   * one request and not every one.
   */
  async look(signal?: AbortSignal): Promise<boolean> {
    const began = this.#clock.now();
    try {
      const read = (budget: AbortSignal) => this.#store.readPurges(budget);
      const ms = Number.isFinite(this.#lookedAt) ? TABLE_MS : FIRST_TABLE_MS;
      const record = await boundedCall(this.#clock, ms, read, signal);
      if (record.generation >= this.#record.generation) {
        this.#record = record;
        this.#hasNoTargets = Object.keys(record.targets).length === 0;
      }
      this.#lookedAt = began;
      this.#lastLookFailed = false;
      return true;
    } catch {
      // A look that was aborted is no evidence about the store.
      if (!signal?.aborted) this.#lookedAt = began;
      this.#lastLookFailed ||= !signal?.aborted;
      return false;
    }
  }

  /** True while the promise of five seconds is suspended. */
  get lastLookFailed(): boolean {
    return this.#lastLookFailed;
  }

  /** The generation of an extraction that begins now. */
  get generation(): number {
    return this.#record.generation;
  }

  /** The keys that take room in the item of purges, as far as this container knows. */
  get targets(): string[] {
    return recentTargets(this.#record, this.#clock.now()).map(([key]) => key);
  }

  /** The least generation of an entry of this content that may be served. */
  required(content: Content): number {
    const { everything, targets } = this.#record;
    if (this.#hasNoTargets) return everything;
    return Math.max(
      everything,
      targets[titleKey(content)]?.generation ?? 0,
      targets[contentKey(content)]?.generation ?? 0,
    );
  }

  /** Issues a purge. Rejects when the store cannot be reached, or when too many others purge at the same time. */
  async purge(scope: PurgeScope): Promise<PurgeRecord> {
    for (let attempt = 0; attempt < 10; attempt++) {
      const current = await this.#store.readPurges();
      const next = withPurge(current, scope, this.#clock.now());
      if (await this.#store.writePurges(next, current.generation)) return next;
    }
    throw new Error('Others were purging at the same time. Purge again.');
  }
}
