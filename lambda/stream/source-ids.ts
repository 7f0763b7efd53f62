import { createHash } from 'node:crypto';
import type { Source } from '../../contract/answer.ts';
import type { SourceCandidate } from './candidate.ts';
import { stableAddress } from './links/stable-address.ts';

/** 72 bits: two sources of a title never share an id by accident. */
const ID_LENGTH = 12;

/**
 * The identity of a source: as declared, else a hash of where it is, without what a renewal of its link changes.
 *
 * @param url of the candidate · @param now milliseconds since 1970
 */
export function sourceIdOf(
  { id, provider }: Pick<SourceCandidate, 'id' | 'provider'>,
  url: URL,
  contentKey: string,
  now: number,
): string {
  return id ?? hashed([contentKey, provider ?? '', stableAddress(url, now)]);
}

/** The same sources, no two with one id: that of the later one is a hash over its facts as well. */
export function withDistinctIds(sources: readonly Source[]): Source[] {
  const used = new Set<string>();
  return sources.map((source) => {
    let { id } = source;
    for (let ordinal = 1; used.has(id); ordinal += 1) {
      id = hashed([source.id, source.quality, source.type, ...(ordinal > 1 ? [ordinal] : [])]);
    }
    used.add(id);
    return id === source.id ? source : { ...source, id };
  });
}

const hashed = (facts: readonly (string | number)[]): string =>
  createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, ID_LENGTH);
