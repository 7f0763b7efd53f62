import type { Source } from '../../contract/answer.ts';
import { normalised } from './links/media-url.ts';
import { type Evidence, isStronger } from './quality/quality.ts';

/** A source, and how strong the evidence for its quality is. */
export interface FoundSource {
  readonly source: Source;
  readonly evidence: Evidence;
}

/**
 * One source for each URL, in any spelling of it: of the first provider that lists it the one with the best evidence
 * for its quality, in the place of the first.
 */
export function distinctSources(found: readonly FoundSource[]): Source[] {
  const best = new Map<string, FoundSource>();
  for (const each of found) {
    const address = normalised(each.source.url);
    const known = best.get(address);
    const isAnothers = known !== undefined && known.source.provider !== each.source.provider;
    if (!known || (!isAnothers && isStronger(each.evidence, known.evidence))) best.set(address, each);
  }
  return [...best.values()].map(({ source }) => source);
}
