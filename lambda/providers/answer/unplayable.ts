import { playableSources } from '../../stream/answer.ts';
import type { SourceCandidate } from '../../stream/candidate.ts';
import { parseMediaUrl } from '../../stream/links/media-url.ts';
import type { AnswerProblem } from './answer-problems.ts';
import { firstProblems } from './wrong-form.ts';

/** How the message of a provider begins that has a title, and of it no source that plays. */
export const UNPLAYABLE = 'it lists only sources that cannot be played';

/**
 * Why none of a provider's sources can be played: what is wrong with the form of its first ones, then the first that
 * has expired, and the first without a picture.
 *
 * @param sources as the provider lists them, none of them playable
 * @param problems what is wrong with the provider's answer
 * @param now milliseconds since 1970
 */
export function unplayableReason(
  sources: readonly SourceCandidate[],
  problems: readonly AnswerProblem[],
  now: number,
): string {
  const unexpired = new Set(playableSources(sources, now));
  const expired = sources.findIndex((source) => isSound(source) && !unexpired.has(source));
  const silent = sources.findIndex((source) => unexpired.has(source));
  const form = firstProblems(problems.filter(({ field }) => field.startsWith('sources')));
  return [
    ...(form === '' ? [] : [form]),
    ...(expired >= 0 ? [`the link of sources[${expired}] has expired`] : []),
    ...(silent >= 0 ? [`sources[${silent}] has no picture`] : []),
  ].join('; ');
}

/** Whether nothing but its expiry keeps it out of an answer. */
const isSound = ({ url, needsHeaders }: SourceCandidate): boolean => parseMediaUrl(url) !== undefined && !needsHeaders;
