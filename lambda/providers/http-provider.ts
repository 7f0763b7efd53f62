import isProviderAnswer from '../../contract/generated/provider-answer.js';
import type { ProviderAnswer } from '../../contract/provider-answer.ts';
import type { Clock } from '../clock.ts';
import type { HttpClient, HttpResponse } from '../outgoing/http-client.ts';
import { OutgoingError } from '../outgoing/outgoing-error.ts';
import { untilAborted } from '../outgoing/until-aborted.ts';
import { boundedText } from '../stream/bounded-text.ts';
import type { Content } from '../stream/content.ts';
import { unreadFacts } from './answer/unread-facts.ts';
import { unusableLinks } from './answer/unusable-links.ts';
import { firstProblems, notJson, wrongForm } from './answer/wrong-form.ts';
import { withAttempts } from './attempts.ts';
import { toExtraction } from './candidates.ts';
import { InvalidAnswerError, NotFoundError, type Provider, ProviderStatusError } from './provider.ts';
import { parseRetryAfter } from './retry-after.ts';

/** Reads the bearer token; `refresh` bypasses every cached copy. Undefined: the provider wants none. */
export type TokenReader = (options?: { readonly refresh?: boolean }) => Promise<string | undefined>;

export interface HttpProviderOptions {
  readonly name: string;
  /** The provider's endpoint. Its own query is kept. */
  readonly url: string;
  readonly client: HttpClient;
  readonly token?: TokenReader | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  readonly attemptTimeoutMs: number;
}

/** Not found, gone, and no content. */
const NO_SUCH_TITLE: ReadonlySet<number> = new Set([404, 410, 204]);

/** The most of an event's text, in characters. */
const LONGEST_PROBLEMS = 300;

/** A provider that an operator runs, asked by `GET {url}?tmdbId=…&mediaType=…[&season=…&episode=…]`. */
export function createHttpProvider(options: HttpProviderOptions): Provider {
  const { name, client, token, clock, random, attemptTimeoutMs } = options;

  async function get(url: string, signal: AbortSignal, refresh: boolean): Promise<HttpResponse> {
    const bearer = token && (await untilAborted(token({ refresh }), signal));
    const headers: Record<string, string> = bearer ? { authorization: `Bearer ${bearer}` } : {};
    return client.get(url, { signal, accept: 'application/json', headers, allowPrivate: true });
  }

  async function ask(url: string, signal: AbortSignal): Promise<ProviderAnswer> {
    let response = await get(url, signal, false).catch(asInvalid);
    // The token may have been rotated since it was read.
    if (response.status === 401 && token) response = await get(url, signal, true).catch(asInvalid);
    if (NO_SUCH_TITLE.has(response.status)) throw new NotFoundError(`${name} does not have it`);
    if (response.status < 200 || response.status > 299) {
      throw new ProviderStatusError(response.status, parseRetryAfter(response.headers['retry-after'], clock.now()));
    }
    const answer = parseJson(response.body, response.headers['content-type']);
    if (!isProviderAnswer(answer)) throw new InvalidAnswerError(wrongForm(answer, isProviderAnswer.errors));
    if (answer.sources.length === 0) throw new NotFoundError(`${name} has no sources for it`);
    return answer;
  }

  return {
    name,
    extract: async (content, deadline, observer, beforeRetry) => {
      const url = withContent(options.url, content);
      const attempts = { provider: name, deadline, clock, random, attemptTimeoutMs, observer, beforeRetry };
      const answer = await withAttempts((signal) => ask(url, signal), attempts);
      const unusable = unusableLinks(answer);
      const problems = firstProblems([...unusable, ...unreadFacts(answer, content)]);
      if (problems !== '') {
        observer.onLeftOut?.({ provider: name, problems: boundedText(problems, LONGEST_PROBLEMS) });
      }
      return { ...toExtraction(answer), ...(unusable.length > 0 && { unusable }) };
    },
  };
}

function withContent(base: string, content: Content): string {
  const url = new URL(base);
  for (const [parameter, value] of Object.entries(content)) url.searchParams.set(parameter, String(value));
  return url.href;
}

/** A retry would not help where a body is too large or cannot be decoded. */
function asInvalid(error: unknown): never {
  if (error instanceof OutgoingError && (error.reason === 'size' || error.reason === 'content')) {
    throw new InvalidAnswerError(error.message, { cause: error });
  }
  throw error;
}

/** @throws InvalidAnswerError the body is not JSON in UTF-8 */
export function parseJson(body: Buffer, contentType?: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new InvalidAnswerError(notJson(body, contentType));
  }
}
