import type { ProviderAnswer } from '../../../contract/provider-answer.ts';
import type { SourceCandidate } from '../../stream/candidate.ts';
import type { Content } from '../../stream/content.ts';
import { durationOf } from '../../stream/duration.ts';
import { instantOf } from '../../stream/instant.ts';
import { qualityOf } from '../../stream/quality/quality.ts';
import { statedTypeOf } from '../../stream/source-type.ts';
import { fieldsOf, toExtraction } from '../candidates.ts';
import type { AnswerProblem } from './answer-problems.ts';

/** An address without any evidence: what is read beside it comes from the fact alone. */
const NEUTRAL = new URL('https://media.example/');

/** No more are looked at, so that a long list costs no time: many more than an answer has room for. */
const MAX_ENTRIES = 100;

type IsRead = (source: SourceCandidate, content: Content) => boolean;

/** Facts of a source, how each is found to have been read, and what happens otherwise. */
const SOURCE_FACTS: readonly (readonly [field: string, isRead: IsRead, message: string])[] = [
  ['id', ({ id }) => id !== undefined, 'is no id of 1 to 64 letters, digits, _ and -: it is ignored'],
  [
    'quality',
    ({ quality }, content) => isKnownQuality(quality, content),
    'names no quality that is known: it is ignored',
  ],
  ['type', ({ type }) => isKnownType(type), 'is none of hls, dash, mp4, webm and their media types: it is ignored'],
  ['expiresAt', ({ expiresAt }) => instantOf(expiresAt) !== undefined, 'is no moment that can be read: it is ignored'],
];

/**
 * The facts of an answer that are ignored although somebody wrote them: a title is answered without them, and its
 * provider's developer would wait for them in vain.
 */
export function unreadFacts({ sources, duration }: ProviderAnswer, content: Content): AnswerProblem[] {
  const read = toExtraction({ sources: sources.slice(0, MAX_ENTRIES), duration });
  const ofSources = read.sources.flatMap((source, index) => {
    const stated = fieldsOf(sources[index]);
    return SOURCE_FACTS.flatMap(([field, isRead, message]) =>
      isStated(stated[field]) && !isRead(source, content) ? [{ field: `sources[${index}].${field}`, message }] : [],
    );
  });
  const isUnread = isStated(duration) && durationOf(read.duration) === undefined;
  const message = 'cannot be read as seconds, H:MM:SS or ISO 8601: it is left out';
  return isUnread ? [...ofSources, { field: 'duration', message }] : ofSources;
}

/** Whether a declared quality is read as one. */
export const isKnownQuality = (quality: string | number | undefined, content: Content): boolean =>
  qualityOf({ url: NEUTRAL.href, quality }, 'hls', NEUTRAL, content).evidence === 'declared';

const isKnownType = (type: string | undefined): boolean =>
  statedTypeOf({ url: NEUTRAL.href, type }, NEUTRAL) !== undefined;

const isStated = (value: unknown): boolean => value !== undefined && value !== null && value !== '';
