import { ageOf, type CacheEntry } from './entry.ts';

/** @param required the least generation that its content's purges ask for */
export const isPurged = (entry: CacheEntry | undefined, required: number): boolean =>
  entry !== undefined && entry.generation < required;

/** The entry, unless it has been purged or its time is over. */
export const usableEntry = (entry: CacheEntry | undefined, required: number, now: number): CacheEntry | undefined =>
  entry !== undefined && !isPurged(entry, required) && ageOf(entry, now) !== 'gone' ? entry : undefined;
