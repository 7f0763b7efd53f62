import { ageOf, type CacheEntry } from './entry.ts';

/** The entry, unless it has been purged or its time is over. */
export const usableEntry = (entry: CacheEntry | undefined, required: number, now: number): CacheEntry | undefined =>
  entry !== undefined && entry.generation >= required && ageOf(entry, now) !== 'gone' ? entry : undefined;
