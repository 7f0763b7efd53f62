import type { Quality } from '../../../contract/answer.ts';
import { QUALITIES } from '../../../contract/vocabulary.ts';
import type { Clock } from '../../clock.ts';
import { buildVideoData } from '../../stream/answer.ts';
import type { Extraction } from '../../stream/candidate.ts';
import type { Content } from '../../stream/content.ts';

/**
 * Whether an extraction has a source, or a rendition of one, of a quality class or a better one.
 *
 * @param least undefined: any source is enough
 */
export function hasEnough(
  least: Quality | undefined,
  clock: Clock,
): (content: Content, extraction: Extraction) => boolean {
  if (least === undefined) return () => true;
  const isGood = ({ quality }: { readonly quality: Quality }) => QUALITIES.indexOf(quality) <= QUALITIES.indexOf(least);
  return (content, extraction) => {
    const { data } = buildVideoData(content, extraction, clock.now()) ?? {};
    return data?.sources.some((source) => isGood(source) || source.variants?.some(isGood)) ?? false;
  };
}
