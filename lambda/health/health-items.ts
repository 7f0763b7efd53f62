/*
 * The keys of the health table's items, and what the answers read of them.
 *
 *     unwell               every source that is not well, in one item
 *     source#<name>        the health of one source, with the evidence against it
 *     recent#<hour>#<n>    keys of contents that were extracted in that hour, in sixteen parts
 *     reports#<name>       clients for which the source failed lately, by the hash of the day
 *     run                  what the last run found, and where the next one goes on
 */

export const UNWELL_KEY = 'unwell';
export const RUN_KEY = 'run';
export const sourceKey = (name: string): string => `source#${name}`;
export const reportsKey = (name: string): string => `reports#${name}`;

/**
 * The name of a source among those of all contents: `movie:550/main`. Its id is unique within its content only: a
 * provider may declare `main` for each of its titles.
 */
export const sourceName = (content: string, id: string): string => `${content}/${id}`;

/** Undefined for a text that names no source. Neither a content's key nor an id has a slash. */
export function sourceOfName(name: string): { readonly content: string; readonly id: string } | undefined {
  const [, content, id] = /^([^/]+)\/([^/]+)$/.exec(name) ?? [];
  return content === undefined || id === undefined ? undefined : { content, id };
}

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
