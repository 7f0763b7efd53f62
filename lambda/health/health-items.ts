/*
 * The keys of the health table's items, and what the answers read of them.
 *
 *     unwell               every source that is not well, in one item
 *     source#<id>          the health of one source, with the evidence against it
 *     recent#<hour>#<n>    keys of contents that were extracted in that hour, in sixteen parts
 *     run                  what the last run found, and where the next one goes on
 */

export const UNWELL_KEY = 'unwell';
export const RUN_KEY = 'run';
export const sourceKey = (id: string): string => `source#${id}`;

/** Parts of an hour's item: a write costs by the size of its item. */
export const RECENT_PARTS = 16;
const HOUR_MS = 60 * 60_000;

/** @param at milliseconds since 1970 */
export const recentKey = (at: number, part: number): string => `recent#${Math.floor(at / HOUR_MS)}#${part}`;

/** The keys of all parts of the hour of `at` and of the hours before it. */
export const recentKeys = (at: number, hours: number): string[] =>
  Array.from({ length: hours }, (_, hour) =>
    Array.from({ length: RECENT_PARTS }, (_, part) => recentKey(at - hour * HOUR_MS, part)),
  ).flat();
