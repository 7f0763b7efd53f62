import type { VideoData } from '../answer.ts';
import type { Clock } from '../clock.ts';
import { StreamError } from '../stream-error.ts';
import { errorOfResponse } from './error-response.ts';
import { type Lifetime, lifetimeOf } from './lifetime.ts';
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
  /** Undefined when the answer must not be stored. */
  readonly life: Lifetime | undefined;
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
  serverClock.learn(response.headers);
  if (!response.ok) throw errorOfResponse(response, text, serverClock.now());
  const data = dataIn(text, response.status);
  return { data, life: lifetimeOf({ headers: response.headers, data, sentAt, clockOffset: serverClock.offset() }) };
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
    // Checked only after the failure, because the fetch of some frameworks resolves a path itself.
    if (!isResolvable(url)) {
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

/** Whether a URL is absolute, or becomes so by the page or worker that it is used in. */
function isResolvable(url: string): boolean {
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
    // Text that is not JSON is treated as JSON of another form.
  }
  throw new StreamError({
    status,
    error: 'Invalid answer',
    message: 'The answer is not one of the stream API. Is baseUrl right?',
    retryable: false,
  });
}
