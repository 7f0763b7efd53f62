import type { HttpResponse } from '../../lambda/outgoing/http-client.ts';
import { OutgoingError, type OutgoingFailure } from '../../lambda/outgoing/outgoing-error.ts';
import type { AnswerProblem } from '../../lambda/providers/answer/answer-problems.ts';
import { parseRetryAfter } from '../../lambda/providers/retry-after.ts';

/** One call to a provider, and how it ended. */
export interface Call {
  readonly response?: HttpResponse;
  readonly error?: unknown;
  readonly timedOutAfterMs?: number;
}

interface Asked {
  /** The key of the title that was asked for. */
  readonly content: string;
  readonly hasToken: boolean;
}

/** What is wrong with calls below their bodies: the connection, the status, the time. Equal problems are one. */
export function callProblems(calls: readonly Call[], asked: Asked): AnswerProblem[] {
  const problems = calls.flatMap((call) => problemsOf(call, asked));
  const byText = Map.groupBy(problems, ({ field, message }) => `${field} ${message}`);
  return [...byText.values()].map((same) => ({
    field: same[0]!.field,
    message: same.length === 1 ? same[0]!.message : `${same[0]!.message} (${same.length} calls)`,
  }));
}

function problemsOf({ response, error, timedOutAfterMs }: Call, asked: Asked): AnswerProblem[] {
  if (timedOutAfterMs !== undefined) {
    return [
      { field: 'time', message: `expired after ${Math.round(timedOutAfterMs / 100) / 10} s without a whole answer` },
    ];
  }
  if (error instanceof OutgoingError)
    return [{ field: FIELD_OF_FAILURE[error.reason], message: error.message.replace(/^the body /, '') }];
  if (response === undefined) return [];
  const message = statusMessage(response.status, asked);
  return [...(message === undefined ? [] : [{ field: 'status', message }]), ...retryAfterProblems(response)];
}

const FIELD_OF_FAILURE: Readonly<Record<OutgoingFailure, string>> = {
  url: 'redirect',
  redirects: 'redirect',
  address: 'connection',
  network: 'connection',
  size: 'body',
  content: 'body',
};

function statusMessage(status: number, { content, hasToken }: Asked): string | undefined {
  if (status === 404 || status === 410 || status === 204) {
    return `is ${status}: the provider does not have ${content}. Name a title that it has, or check the URL's path`;
  }
  if (status >= 200 && status <= 299) return undefined;
  if (status === 401) return `is 401 ${hasToken ? 'with the token that was sent' : 'without a token: see --token-env'}`;
  if (status === 403)
    return 'is 403: every title fails so, and after five nothing is asked for 10 s. A title that you refuse is a 404, a token a 401';
  if (status >= 500 || status === 408 || status === 429) return `is ${status}: the call is repeated, twice at most`;
  if (status >= 400) return `is ${status}: this title fails. One that is not there must be 404`;
  return `is ${status}, which is no answer`;
}

function retryAfterProblems({ headers }: HttpResponse): AnswerProblem[] {
  const value = headers['retry-after'];
  if (value === undefined || parseRetryAfter(value, Date.now()) !== undefined) return [];
  return [{ field: 'Retry-After', message: 'is neither seconds nor an HTTP date: it is ignored' }];
}
