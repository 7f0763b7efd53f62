import isDocumented from '../../contract/generated/documented-answer.js';
import isReadable from '../../contract/generated/provider-answer.js';
import { type AnswerProblem, answerProblems } from '../../lambda/providers/answer/answer-problems.ts';
import { type Content, contentKey } from '../../lambda/stream/content.ts';
import { unreadFields } from './unread-fields.ts';

/**
 * Every deviation of an answer from docs/provider.md, one for each field: from its schema first, then in its values.
 *
 * @param body the parsed answer to a request for a title that the provider has
 * @param now milliseconds since 1970
 */
export function answerDeviations(body: unknown, content: Content, now: number): AnswerProblem[] {
  const problems = isDocumented(body) ? [] : answerProblems(body, isDocumented.errors ?? []);
  if (!isReadable(body)) return problems;
  if (body.sources.length === 0) {
    problems.push({ field: 'sources', message: `is empty: the provider does not have ${contentKey(content)}` });
  }
  const known = new Set(problems.map(({ field }) => field));
  return [...problems, ...unreadFields(body, content, now).filter(({ field }) => !known.has(field))];
}
