import type { ProviderAnswer } from '../../../contract/provider-answer.ts';
import { parseMediaUrl } from '../../stream/links/media-url.ts';
import { addressOf, fieldsOf } from '../candidates.ts';
import { type AnswerProblem, describeValue } from './answer-problems.ts';

/**
 * The sources, the subtitles and the poster of a provider's answer that are left out of ours because of their form.
 * Expired links are not among them: nothing is wrong with how they are written.
 */
export function unusableLinks({ sources, subtitles, poster }: ProviderAnswer): AnswerProblem[] {
  const listed = subtitles ?? [];
  return [
    ...linksOf('sources', sources),
    ...(Array.isArray(listed)
      ? linksOf('subtitles', listed)
      : [{ field: 'subtitles', message: `must be a list (got ${describeValue(listed)})` }]),
    ...(poster === undefined || poster === null || poster === '' ? [] : urlProblems('poster', poster)),
  ];
}

/** No more are looked at, so that a long list costs no time: many more than an answer has room for. */
const MAX_ENTRIES = 500;

function linksOf(list: string, entries: readonly unknown[]): AnswerProblem[] {
  return entries.slice(0, MAX_ENTRIES).flatMap((entry, index) => {
    const field = `${list}[${index}]`;
    if (typeof entry !== 'object' || entry === null) {
      return [{ field, message: `must be an object (got ${describeValue(entry)})` }];
    }
    const { url } = fieldsOf(entry);
    if (url === undefined) return [{ field: `${field}.url`, message: `is required (got ${describeValue(entry)})` }];
    return [...urlProblems(`${field}.url`, url), ...(list === 'sources' ? headerProblems(field, entry) : [])];
  });
}

function headerProblems(field: string, entry: object): AnswerProblem[] {
  const needsHeaders = Object.keys(fieldsOf(fieldsOf(entry).headers)).length > 0;
  const message = 'cannot be met, since a page cannot send request headers: the source is left out';
  return needsHeaders ? [{ field: `${field}.headers`, message }] : [];
}

function urlProblems(field: string, url: unknown): AnswerProblem[] {
  if (typeof url !== 'string') return [{ field, message: `must be a text (got ${describeValue(url)})` }];
  const isUsable = parseMediaUrl(addressOf(url)) !== undefined;
  return isUsable ? [] : [{ field, message: 'must be an absolute http(s) URL without credentials' }];
}
