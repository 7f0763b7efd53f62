import type { AnswerMetadata, VideoData } from '../answer.ts';
import type { Clock } from '../clock.ts';
import type { RateLimit } from '../stream-answer.ts';
import { StreamError } from '../stream-error.ts';
import { isHit, rateLimitOf, requestIdOf } from './answer-headers.ts';
import { errorOfResponse } from './error-response.ts';
import { type Lifetime, lifetimeOf } from './lifetime.ts';
import { networkError } from './network-error.ts';
import { EXTRACT_PATH } from './request.ts';
import type { ServerClock } from './server-clock.ts';
import { isVideoData } from './video-data.ts';

export interface Transport {
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly serverClock: ServerClock;
}

export interface FetchedAnswer {
  readonly data: VideoData;
  readonly metadata: AnswerMetadata;
  /** Undefined when the answer must not be stored. */
  readonly life: Lifetime | undefined;
  readonly requestId: string | undefined;
  readonly rateLimit: RateLimit | undefined;
  /** Whether the API had it in its cache. */
  readonly isHit: boolean;
}

/**
 * Sends one request to the API.
 *
 * @throws StreamError when there is no network, or no answer of the API's form
 */
export async function fetchAnswer(query: string, transport: Transport, signal: AbortSignal): Promise<FetchedAnswer> {
  const { clock, serverClock } = transport;
  const sentAt = clock.now();
  const { response, text } = await exchange(query, transport, signal);
  const { headers } = response;
  serverClock.learn(headers);
  if (!response.ok) throw errorOfResponse(response, text, serverClock.now());
  const { data, metadata } = answerIn(text, response.status);
  return {
    data,
    metadata,
    life: lifetimeOf({ headers, data, sentAt, clockOffset: serverClock.offset() }),
    requestId: requestIdOf(headers),
    rateLimit: rateLimitOf(headers),
    isHit: isHit(headers),
  };
}

async function exchange(query: string, { baseUrl, apiKey, fetch }: Transport, signal: AbortSignal) {
  const url = `${baseUrl}${EXTRACT_PATH}?${query}`;
  try {
    const response = await fetch(url, {
      // The client has its own store. The browser's cache may only revalidate its copy, which saves bytes.
      cache: 'no-cache',
      headers: { accept: 'application/json', ...(apiKey !== undefined && { 'x-api-key': apiKey }) },
      signal,
    });
    return { response, text: await response.text() };
  } catch (cause) {
    // Frameworks throw their own errors through fetch, and expect them unchanged.
    if ((cause as Error)?.name !== 'TypeError') throw cause;
    throw networkError(url, cause);
  }
}

function answerIn(text: string, status: number): Pick<FetchedAnswer, 'data' | 'metadata'> {
  try {
    const { success, data, metadata } = JSON.parse(text);
    if (success === true && isVideoData(data)) return { data, metadata: Object(metadata) };
  } catch {
    // Text that is not JSON is treated as JSON of another form.
  }
  throw new StreamError({
    status,
    error: 'Invalid answer',
    message: 'The answer is not one of the stream API. Is baseUrl right?',
    retryable: false,
  });
}
