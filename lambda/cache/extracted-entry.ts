import type { ExtractionOutcome } from './answer-source.ts';
import { answerLife, type CacheEntry, type Lifetimes, notFoundLife } from './entry.ts';

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
  const life = answerLife(now, lifetimes, links);
  const entry = { kind: 'answer', generation, ...answer } as const;
  return { ...entry, ...(life ?? { storedAt: now, freshUntil: now, staleUntil: now }) };
}

/** The same entry, to go out once and be stored nowhere. */
export const withoutLife = (entry: CacheEntry): CacheEntry => ({
  ...entry,
  freshUntil: entry.storedAt,
  staleUntil: entry.storedAt,
});

/** Whether an entry has any life at all. */
export const isCacheable = (entry: CacheEntry): boolean => entry.freshUntil > entry.storedAt;
