import type { ProviderAnswer } from '../../../contract/provider-answer.ts';
import type { Content } from '../../stream/content.ts';
import { durationOf } from '../../stream/duration.ts';
import { qualityOf } from '../../stream/quality/quality.ts';
import { statedTypeOf } from '../../stream/source-type.ts';
import type { AnswerProblem } from '../answer-problems.ts';
import { fieldsOf, toExtraction } from '../candidates.ts';

/** An address without any evidence: what is read beside it comes from the fact alone. */
const NEUTRAL = new URL('https://media.example/');

/** No more are looked at, so that a long list costs no time: many more than an answer has room for. */
const MAX_ENTRIES = 100;

/**
 * The facts of an answer that are ignored although somebody wrote them: a title is answered without them, and its
 * provider's developer would wait for them in vain.
 */
export function unreadFacts({ sources, duration }: ProviderAnswer, content: Content): AnswerProblem[] {
  const read = toExtraction({ sources: sources.slice(0, MAX_ENTRIES), duration });
  return [
    ...read.sources.flatMap(({ quality, type }, index) => {
      const stated = fieldsOf(sources[index]);
      return [
        ...(isStated(stated.quality) && !isKnownQuality(quality, content)
          ? [{ field: `sources[${index}].quality`, message: 'names no quality that is known: it is ignored' }]
          : []),
        ...(isStated(stated.type) && !isKnownType(type)
          ? [
              {
                field: `sources[${index}].type`,
                message: 'is none of hls, dash, mp4, webm and their media types: it is ignored',
              },
            ]
          : []),
      ];
    }),
    ...(isStated(duration) && durationOf(read.duration) === undefined
      ? [{ field: 'duration', message: 'cannot be read as seconds, H:MM:SS or ISO 8601: it is left out' }]
      : []),
  ];
}

/** Whether a declared quality is read as one. */
export const isKnownQuality = (quality: string | number | undefined, content: Content): boolean =>
  qualityOf({ url: NEUTRAL.href, quality }, 'hls', NEUTRAL, content).evidence === 'declared';

const isKnownType = (type: string | undefined): boolean =>
  statedTypeOf({ url: NEUTRAL.href, type }, NEUTRAL) !== undefined;

const isStated = (value: unknown): boolean => value !== undefined && value !== null && value !== '';
