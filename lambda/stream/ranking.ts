import type { Quality, Source, Variant, VideoData } from '../../contract/answer.ts';
import { QUALITIES } from '../../contract/vocabulary.ts';
import { type Evidence, isStronger } from './quality/quality.ts';

/** A source, and how much stands behind its quality. */
export interface FoundSource {
  readonly source: Source;
  readonly evidence: Evidence;
}

/**
 * Best first: by class, then height, then bandwidth, otherwise in the order given; `auto` last. Adaptive streams stand
 * among themselves by the top of their ladders.
 */
export function rankSources(sources: readonly Source[]): Source[] {
  return sources.toSorted(
    (a, b) => compareVariants(a, b) || compareVariants(a.variants?.[0] ?? a, b.variants?.[0] ?? b),
  );
}

/** An adaptive stream's ladder, in the same order. */
export function rankVariants(variants: readonly Variant[]): Variant[] {
  return variants.toSorted(compareVariants);
}

/** One source for each URL, however it is spelt: the one whose quality stands on the best evidence, in the place of the first. */
export function distinctSources(found: readonly FoundSource[]): Source[] {
  const best = new Map<string, FoundSource>();
  for (const each of found) {
    const { url } = each.source;
    const address = URL.parse(url)?.href ?? url;
    const known = best.get(address);
    if (!known || isStronger(each.evidence, known.evidence)) best.set(address, each);
  }
  return [...best.values()].map(({ source }) => source);
}

/** The first source's quality; where every source is adaptive, the best rung of their ladders. */
export function bestQuality(data: VideoData): Quality {
  const first = data.sources[0]?.quality ?? 'auto';
  if (first !== 'auto') return first;
  const rungs = data.sources.flatMap(({ variants }) => variants?.map(({ quality }) => quality) ?? []);
  return QUALITIES.find((quality) => rungs.includes(quality)) ?? 'auto';
}

function compareVariants(a: Variant, b: Variant): number {
  return (
    QUALITIES.indexOf(a.quality) - QUALITIES.indexOf(b.quality) ||
    (b.height ?? 0) - (a.height ?? 0) ||
    (b.bandwidth ?? 0) - (a.bandwidth ?? 0)
  );
}
