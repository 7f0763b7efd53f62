import type { VideoData } from '../answer.ts';
import type { Clock } from '../clock.ts';
import { type Life, lifeOf } from '../store/life.ts';
import { StreamError } from '../stream-error.ts';
import { errorOfAnswer } from './error-answer.ts';
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
  /** Absent when the answer must not be kept. */
  readonly life: Life | undefined;
}

/**
 * One call of the API.
 *
 * @throws StreamError when there is no network, or no answer of the API's form
 */
export async function fetchAnswer(query: string, transport: Transport, signal: AbortSignal): Promise<FetchedAnswer> {
  const { clock, serverClock } = transport;
  const sentAt = clock.now();
  const { response, text } = await exchange(query, transport, signal);
  serverClock.learn(response.headers);
  if (!response.ok) throw errorOfAnswer(response, text, serverClock.now());
  const data = dataIn(text, response.status);
  return { data, life: lifeOf({ headers: response.headers, data, sentAt, clockOffset: serverClock.offset() }) };
}

async function exchange(query: string, { baseUrl, apiKey, fetch }: Transport, signal: AbortSignal) {
  const url = `${baseUrl}/api/stream/extract?${query}`;
  try {
    const response = await fetch(url, {
      // The client's own tier is the cache. The browser's may only save bytes, by asking whether its copy still holds.
      cache: 'no-cache',
      headers: { accept: 'application/json', ...(apiKey !== undefined && { 'x-api-key': apiKey }) },
      signal,
    });
    return { response, text: await response.text() };
  } catch (cause) {
    // Frameworks throw errors of their own through fetch, and want them back as they are.
    if ((cause as Error)?.name !== 'TypeError') throw cause;
    // Judged only now: some frameworks' fetch knows the origin of a path by itself.
    if (!isComplete(url)) {
      const message = 'There is no page whose origin the API could have: set baseUrl.';
      throw new StreamError({ status: 0, error: 'Invalid URL', message, retryable: false, cause });
    }
    throw new StreamError({
      status: 0,
      error: 'Network error',
      message: 'The stream API could not be reached.',
      retryable: true,
      cause,
    });
  }
}

/** Whether a URL leads somewhere: by itself, or by the page or the worker that it is used in. */
function isComplete(url: string): boolean {
  const { document, location } = globalThis as { document?: { baseURI: string }; location?: { href: string } };
  try {
    return Boolean(new URL(url, document?.baseURI ?? location?.href));
  } catch {
    return false;
  }
}

function dataIn(text: string, status: number): VideoData {
  try {
    const { success, data } = JSON.parse(text);
    if (success === true && isVideoData(data)) return data;
  } catch {
    // Not JSON: the same to the caller as JSON of another form.
  }
  throw new StreamError({
    status,
    error: 'Invalid answer',
    message: 'The answer is not one of the stream API. Is baseUrl right?',
    retryable: false,
  });
}
