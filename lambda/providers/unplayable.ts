import type { SourceCandidate } from '../stream/candidate.ts';
import { parseMediaUrl } from '../stream/links/media-url.ts';

/**
 * Why none of a provider's sources can be played, in terms of its first ones.
 *
 * @param sources none of them playable, at least one
 */
export function unplayableReason(sources: readonly SourceCandidate[]): string {
  const badLink = sources.findIndex(({ url }) => parseMediaUrl(url) === undefined);
  const expired = sources.findIndex(({ url }) => parseMediaUrl(url) !== undefined);
  return [
    ...(badLink >= 0 ? [`sources[${badLink}].url must be an absolute http(s) URL without credentials`] : []),
    ...(expired >= 0 ? [`the link of sources[${expired}] has expired`] : []),
  ].join('; ');
}
