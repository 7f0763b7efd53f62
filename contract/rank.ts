import type { Quality } from './answer.ts';
import { QUALITIES } from './vocabulary.ts';

/*
 * The order of sources, as the one rule that function and SDK share. Free of Zod, so that both can load it.
 */

/** What the order depends on: a source or a rendition of its ladder. */
export interface Ranked {
  readonly quality: Quality;
  readonly height?: number | undefined;
  readonly bandwidth?: number | undefined;
  /** The ladder of an adaptive stream, best first. */
  readonly variants?: readonly Ranked[] | undefined;
  readonly health?: 'slow' | 'down' | undefined;
}

/**
 * Sources, or the renditions of a ladder, best first: by quality class, then height, then bandwidth; `auto` comes last,
 * and adaptive streams are ordered by the top of their ladders. Within a class what is slow comes after the others, and
 * what is down comes after everything else. What is equal keeps its order.
 *
 * @example
 * rank([{ quality: '720p' }, { quality: '1080p' }]) // 1080p, 720p
 */
export function rank<Item extends Ranked>(sources: readonly Item[]): Item[] {
  return sources.toSorted((a, b) => compare(a, b) || compare(a.variants?.[0] ?? a, b.variants?.[0] ?? b));
}

/** The quality of the best of ranked sources; where every source is adaptive, the best rendition of their ladders. */
export function bestQuality(ranked: readonly Ranked[]): Quality {
  const first = ranked[0]?.quality ?? 'auto';
  if (first !== 'auto') return first;
  const renditions = ranked.flatMap(({ variants }) => variants?.map(({ quality }) => quality) ?? []);
  return QUALITIES.find((quality) => renditions.includes(quality)) ?? 'auto';
}

function compare(a: Ranked, b: Ranked): number {
  return (
    is('down', a) - is('down', b) ||
    QUALITIES.indexOf(a.quality) - QUALITIES.indexOf(b.quality) ||
    is('slow', a) - is('slow', b) ||
    (b.height ?? 0) - (a.height ?? 0) ||
    (b.bandwidth ?? 0) - (a.bandwidth ?? 0)
  );
}

const is = (health: Ranked['health'], ranked: Ranked): number => (ranked.health === health ? 1 : 0);
