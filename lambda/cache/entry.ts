import type { Quality } from '../../contract/answer.ts';

/**
 * Raised whenever the stored shape changes. An entry of another version is a miss, so that a deploy and a roll-back
 * can share one table.
 */
export const ENTRY_VERSION = 1;

/** No link may die in a viewer's hands: an answer's life ends this long before its earliest link does. */
export const LINK_MARGIN_MS = 60_000;

/** The life of an answer whose links are signed but do not say until when. It is never served stale. */
export const UNKNOWN_EXPIRY_FRESH_MS = 5 * 60_000;

/** Longer than any life can be set: a day fresh and a day stale. An entry that ends later was written by a wrong clock. */
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
}

/** The stored knowledge that no source is available. */
export interface NotFoundEntry extends Stored {
  readonly kind: 'not-found';
}

export type CacheEntry = AnswerEntry | NotFoundEntry;

/** What bounds the life of an answer, beside the configured lives. */
export interface LinkLife {
  /** When the earliest of its links dies, in milliseconds since 1970. */
  readonly expiresAt?: number | undefined;
  /** Some link is signed and does not say until when. */
  readonly signedWithoutExpiry: boolean;
}

/** The life of an answer stored now; undefined when its links die too soon for it to be stored at all. */
export function answerLife(now: number, lifetimes: Lifetimes, links: LinkLife): Life | undefined {
  const end = links.expiresAt === undefined ? Number.POSITIVE_INFINITY : links.expiresAt - LINK_MARGIN_MS;
  const fresh = links.signedWithoutExpiry ? Math.min(lifetimes.freshMs, UNKNOWN_EXPIRY_FRESH_MS) : lifetimes.freshMs;
  const freshUntil = Math.min(now + fresh, end);
  if (freshUntil <= now) return undefined;
  const staleUntil = links.signedWithoutExpiry ? freshUntil : Math.min(freshUntil + lifetimes.staleMs, end);
  return { storedAt: now, freshUntil, staleUntil };
}

/** The life of a not-found stored now. It is never stale: after it, the extractors are asked again. */
export function notFoundLife(now: number, lifetimes: Lifetimes): Life {
  const until = now + lifetimes.notFoundMs;
  return { storedAt: now, freshUntil: until, staleUntil: until };
}

export type Age = 'fresh' | 'stale' | 'gone';

/** Compared at every read, in every tier: DynamoDB deletes expired items days late. */
export function ageOf(life: Life, now: number): Age {
  if (life.staleUntil > now + LONGEST_LIFE_MS) return 'gone';
  if (now < life.freshUntil) return 'fresh';
  return now < life.staleUntil ? 'stale' : 'gone';
}
