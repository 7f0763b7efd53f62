import { type AnswerProblem, answerProblems, isCombination, type ValidatorError } from './answer-problems.ts';

/** The first problems say enough; all of a long list would not be read. */
const MAX_PROBLEMS = 3;

/** No more are worded, so that an answer with a million mistakes costs no time. */
const MAX_WORDED = 500;

/** A content type without its parameters (RFC 9110, section 8.3.1). */
const MEDIA_TYPE = /^\s*([a-z]+\/[a-z0-9.+-]{1,40})\s*(;|$)/i;

/**
 * What is wrong with an answer's form, field by field, for an error's message: kinds and names of fields, no values.
 *
 * @param errors what the validator left in `errors` for it
 */
export function wrongForm(body: unknown, errors: readonly ValidatorError[] | null | undefined): string {
  // The errors of a combination come last, and explain why the list as a whole is not among the problems.
  const worded = (errors ?? []).filter((error, index) => index < MAX_WORDED || isCombination(error));
  return firstProblems(answerProblems(body, worded)) || 'the answer does not match its schema';
}

/** The first problems in words, and the number of the others that are known; empty where there is none. */
export function firstProblems(problems: readonly AnswerProblem[]): string {
  const shown = problems.slice(0, MAX_PROBLEMS).map(({ field, message }) => `${field} ${message}`);
  const more = problems.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/** What came instead of JSON. Not the parser's message, which quotes the body: that may contain links. */
export function notJson(body: Buffer, contentType: string | undefined): string {
  if (body.length === 0) return 'the answer is empty, not JSON';
  const [, type] = MEDIA_TYPE.exec(contentType ?? '') ?? [];
  if (type === undefined || /[/+]json$/i.test(type)) return 'the answer is not valid JSON';
  return `the answer is ${type.toLowerCase()}, not JSON`;
}
