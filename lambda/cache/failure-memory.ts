import { RETRY_AFTER_SECONDS } from '../../contract/bounds.ts';
import type { ExtractionOutcome } from './extraction.ts';
import type { LeaseNote } from './shared-store.ts';

/** The most that a provider's Retry-After counts for, in seconds. */
const LONGEST_RETRY_AFTER_SECONDS = 60;

/** A note whose time ends later was written by a wrong clock. */
const LONGEST_MEMORY_MS = LONGEST_RETRY_AFTER_SECONDS * 1000 + 15_000;

/** An extraction that found no answer, and did not learn that there is none. */
export type FailedExtraction = Extract<ExtractionOutcome, { readonly outcome: 'unavailable' | 'timeout' | 'internal' }>;

/** Seconds after which a client is to ask again: no longer than until this title would be extracted again. */
export const retryAfterOf = ({ retryAfter = RETRY_AFTER_SECONDS }: Pick<FailedExtraction, 'retryAfter'>): number =>
  Math.min(LONGEST_RETRY_AFTER_SECONDS, Math.max(1, Math.ceil(retryAfter)));

/**
 * The note that a failed extraction leaves. Until its Retry-After the title is not extracted again, and every request
 * for it fails at once, so that one failing title takes no time of the provider or of other titles. An extraction that
 * found every breaker open, or could not start, learnt nothing about its title and is not remembered.
 *
 * @param generation the one that the extraction began with: a later purge of the title makes the note void
 */
export function failureNote(owner: string, failed: FailedExtraction, generation: number, now: number): LeaseNote {
  const retryAfter = retryAfterOf(failed);
  const note = { owner, outcome: failed.outcome === 'timeout' ? failed.outcome : 'unavailable', retryAfter } as const;
  return failed.blocked || failed.outcome === 'internal'
    ? note
    : { ...note, until: now + retryAfter * 1000, generation };
}

/**
 * How much longer a title is remembered as failed.
 *
 * @param required the least generation that the title's purges ask for
 * @returns whole seconds; undefined when it is not remembered
 */
export function rememberedFor(note: LeaseNote | undefined, required: number, now: number): number | undefined {
  if (note?.until === undefined || (note.generation ?? 0) < required) return undefined;
  const left = note.until - now;
  return left > 0 && left <= LONGEST_MEMORY_MS ? Math.ceil(left / 1000) : undefined;
}
