import type { Quality } from '../../contract/answer.ts';
import type { LinkLife } from '../stream/links/link-lives.ts';
import type { ExtractionOutcome } from './extraction.ts';

/**
 * Raised whenever the stored shape changes. An entry of an unknown version is a miss, so that a deployment and a
 * roll-back can share one table.
 */
export const ENTRY_VERSION = 2;

/** The version before, which is read as well: it lacks `playback`, and that may be absent. */
export const FORMER_ENTRY_VERSION = 1;

/** An answer's life ends this long before its earliest link expires, so that none expires in a viewer's hands. */
export const LINK_MARGIN_MS = 60_000;

/** The life of an answer with a link that is signed and has no readable expiry. It is never served stale. */
const UNKNOWN_EXPIRY_FRESH_MS = 5 * 60_000;

/** How long an answer is fresh that does not have the sources of every provider. Its refresh waits for all of them. */
const PARTIAL_FRESH_MS = 60_000;

/**
 * Longer than any life can be set: a day fresh and a day stale. An entry that ends later was written by a wrong clock.
 */
export const LONGEST_LIFE_MS = 2 * 24 * 60 * 60_000 + 60_000;

/** Configured lives, in milliseconds. */
export interface Lifetimes {
  readonly freshMs: number;
  readonly staleMs: number;
  readonly notFoundMs: number;
}

/** The moments of an entry's life, in milliseconds since 1970. */
export interface Life {
  readonly storedAt: number;
  /** Until then it is served as it is. */
  readonly freshUntil: number;
  /** Until then it may be served while a refresh is under way. */
  readonly staleUntil: number;
}

interface Stored extends Life {
  /** Counts purges: an entry whose generation is below what its content requires has been purged. */
  readonly generation: number;
}

/** A stored answer. `data` is the JSON text of the answer's data, which a hit passes on as it is. */
export interface AnswerEntry extends Stored {
  readonly kind: 'answer';
  readonly data: string;
  /** Weak validator over `data` (RFC 9110, section 8.8.1). */
  readonly etag: string;
  readonly sourceCount: number;
  readonly subtitleCount: number;
  readonly bestQuality: Quality;
  /**
   * What later playback requests need of it. Kept compressed: a hit does not read it. Absent where it is unreadable.
   */
  readonly playback?: Uint8Array | undefined;
  /** For HTTP caches, where the links of the answer that is sent have another life. Never stored. */
  readonly sentLife?: Life;
}

/** The stored knowledge that no source is available. */
export interface NotFoundEntry extends Stored {
  readonly kind: 'not-found';
}

export type CacheEntry = AnswerEntry | NotFoundEntry;

/** The life of an answer stored now; undefined when its links expire too soon for it to be stored at all. */
function answerLife(now: number, lifetimes: Lifetimes, links: LinkLife, isPartial = false): Life | undefined {
  const end = links.expiresAt === undefined ? Number.POSITIVE_INFINITY : links.expiresAt - LINK_MARGIN_MS;
  const fresh = links.signedWithoutExpiry ? Math.min(lifetimes.freshMs, UNKNOWN_EXPIRY_FRESH_MS) : lifetimes.freshMs;
  const freshUntil = Math.min(now + fresh, end);
  if (freshUntil <= now) return undefined;
  const staleUntil = links.signedWithoutExpiry ? freshUntil : Math.min(freshUntil + lifetimes.staleMs, end);
  return {
    storedAt: now,
    freshUntil: isPartial ? Math.min(freshUntil, now + PARTIAL_FRESH_MS) : freshUntil,
    staleUntil,
  };
}

/** The life of a not-found stored now. It is never stale: after it, the providers are asked again. */
function notFoundLife(now: number, lifetimes: Lifetimes): Life {
  const until = now + lifetimes.notFoundMs;
  return { storedAt: now, freshUntil: until, staleUntil: until };
}

export type Freshness = 'fresh' | 'stale' | 'expired';

/** Compared at every read, in every tier: DynamoDB deletes expired items days late. */
export function freshnessOf(life: Life, now: number): Freshness {
  if (life.staleUntil > now + LONGEST_LIFE_MS) return 'expired';
  if (now < life.freshUntil) return 'fresh';
  return now < life.staleUntil ? 'stale' : 'expired';
}

/**
 * The entry that an extraction's outcome makes; undefined for a failure, which is never an answer.
 *
 * An answer whose links expire too soon to be stored makes an entry without a life (`freshUntil` is `storedAt`): it is
 * sent once and stored nowhere.
 */
export function extractedEntry(
  outcome: ExtractionOutcome,
  generation: number,
  now: number,
  lifetimes: Lifetimes,
): CacheEntry | undefined {
  if (outcome.outcome === 'not-found') return { kind: 'not-found', generation, ...notFoundLife(now, lifetimes) };
  if (outcome.outcome !== 'found') return undefined;
  const { links, isPartial, ...answer } = outcome.answer;
  const life = answerLife(now, lifetimes, links, isPartial);
  const entry = { kind: 'answer', generation, ...answer } as const;
  return { ...entry, ...(life ?? { storedAt: now, freshUntil: now, staleUntil: now }) };
}

/** The same entry, to be sent once and stored nowhere. */
export const withoutLife = (entry: CacheEntry): CacheEntry => ({
  ...entry,
  freshUntil: entry.storedAt,
  staleUntil: entry.storedAt,
});

/** Whether an entry has any life at all. */
export const isCacheable = (entry: CacheEntry): boolean => entry.freshUntil > entry.storedAt;

/** @param required the least generation that its content's purges ask for */
export const isPurged = (entry: CacheEntry | undefined, required: number): boolean =>
  entry !== undefined && entry.generation < required;

/** The entry, unless it has been purged or has expired. */
export const usableEntry = (entry: CacheEntry | undefined, required: number, now: number): CacheEntry | undefined =>
  entry !== undefined && !isPurged(entry, required) && freshnessOf(entry, now) !== 'expired' ? entry : undefined;
