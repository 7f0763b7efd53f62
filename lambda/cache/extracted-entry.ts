import { answerLife, type CacheEntry, type Lifetimes, notFoundLife } from './entry.ts';
import type { ExtractionOutcome } from './origin.ts';

/**
 * The entry that an extraction's outcome makes: undefined for a failure, which is never an answer.
 *
 * An answer whose links die too soon to be stored makes an entry without a life (`freshUntil` is `storedAt`): it goes
 * out once and stays nowhere.
 */
export function extractedEntry(
  outcome: ExtractionOutcome,
  generation: number,
  now: number,
  lifetimes: Lifetimes,
): CacheEntry | undefined {
  if (outcome.outcome === 'not-found') return { kind: 'not-found', generation, ...notFoundLife(now, lifetimes) };
  if (outcome.outcome !== 'found') return undefined;
  const { links, ...answer } = outcome.answer;
  const life = answerLife(now, lifetimes, links) ?? { storedAt: now, freshUntil: now, staleUntil: now };
  return { kind: 'answer', generation, ...answer, ...life };
}

/** Whether an entry has any life at all. */
export const isCacheable = (entry: CacheEntry): boolean => entry.freshUntil > entry.storedAt;
