import type { VideoData } from './answer.ts';
import { type Clock, systemClock } from './clock.ts';
import { withAttempts } from './fetch/attempts.ts';
import { type FetchedAnswer, fetchAnswer } from './fetch/fetch-answer.ts';
import { createFlights } from './fetch/flights.ts';
import { queryOf, type StreamRequest } from './fetch/request.ts';
import { createServerClock } from './fetch/server-clock.ts';
import { createAnswerStore } from './store/answer-store.ts';
import { createRefreshPause } from './store/refresh-pause.ts';
import { pageStorage, type StreamStorage } from './store/storage.ts';
import { StreamError } from './stream-error.ts';

export interface StreamClientOptions {
  /** Whatever precedes `/api/stream/extract`, a path included. Default: the page's own origin. */
  baseUrl?: string | undefined;
  /** Sent as `x-api-key`. For servers: in a page everyone could read it. */
  apiKey?: string | undefined;
  /** Calls in all, the first included, when failures can pass. Default: 3. */
  attempts?: number | undefined;
  /** Milliseconds for everything: calls and waits. Default: 60 000. */
  timeout?: number | undefined;
  /** Where answers are kept; null for nowhere. Default: the page's localStorage where there is one. */
  storage?: StreamStorage | null | undefined;
  fetch?: typeof fetch | undefined;
  /** For tests. */
  clock?: Clock | undefined;
  /** For tests: from 0 up to 1. */
  random?: (() => number) | undefined;
}

export interface GetStreamOptions {
  /** Gives up waiting; others who wait for the same title are not hurt. */
  signal?: AbortSignal | undefined;
  /** Asks the API even when an answer is at hand. */
  reload?: boolean | undefined;
  /** Called with the newer answer, when the one that was given was stale. */
  onRefresh?: ((data: VideoData) => void) | undefined;
}

export interface StreamClient {
  /**
   * Every playable source of a title, best first: from the device while its links live, else from the API.
   *
   * @throws StreamError when there is no answer · the signal's reason when it is aborted
   */
  getStream(request: StreamRequest, options?: GetStreamOptions): Promise<VideoData>;
  /** Sees to it that a title is at hand before it is asked for. Never throws; a failure shows when it is asked for. */
  prefetch(request: StreamRequest): Promise<void>;
  /** Forgets what is kept of a title, or of all. An answer under way cannot put it back. */
  invalidate(request?: StreamRequest): void;
  /** Milliseconds until a link dies, by the server's clock; undefined where that is not known. */
  expiresIn(link: { expiresAt?: string | undefined }): number | undefined;
}

/** The server's own: no answer is kept that long before its earliest link dies. */
const LINK_MARGIN_MS = 60_000;

export function createStreamClient(options: StreamClientOptions = {}): StreamClient {
  const { clock = systemClock, random = Math.random, attempts = 3, timeout = 60_000 } = options;
  const baseUrl = (options.baseUrl ?? '').replace(/\/+$/, '');
  const storage = options.storage === undefined ? pageStorage() : options.storage;
  const store = storage ? createAnswerStore(storage, baseUrl, clock) : undefined;
  const serverClock = createServerClock(clock);
  const refreshPause = createRefreshPause(clock);
  const transport = {
    baseUrl,
    apiKey: options.apiKey,
    // Looked up at each call: frameworks and tests replace it.
    fetch: options.fetch ?? ((...call) => globalThis.fetch(...call)),
    clock,
    serverClock,
  } satisfies Parameters<typeof fetchAnswer>[1];

  const flights = createFlights<FetchedAnswer>({
    ask: async (query, signal) => {
      const call = (inTime: AbortSignal) => fetchAnswer(query, transport, inTime);
      return withAttempts(call, { attempts, timeout, clock, random }, signal);
    },
    keep: (query, { data, life }) => {
      if (life) store?.write(query, { data, life, clockOffset: serverClock.offset() });
      else store?.remove(query);
    },
    fail: (query, error) => {
      if (isGone(error)) store?.remove(query);
    },
  });

  async function load(query: string, signal?: AbortSignal): Promise<VideoData> {
    return (await flights.join(query, signal)).data;
  }

  async function refresh(query: string, { signal, onRefresh }: GetStreamOptions): Promise<void> {
    if (refreshPause.holds(query)) return;
    let data: VideoData;
    try {
      data = await load(query);
    } catch (error) {
      // The stale answer stays in use until its links die.
      refreshPause.begin(query, error instanceof StreamError ? error.retryAfter : undefined);
      return;
    }
    if (!signal?.aborted) onRefresh?.(data);
  }

  async function getStream(request: StreamRequest, options: GetStreamOptions = {}): Promise<VideoData> {
    const { signal } = options;
    signal?.throwIfAborted();
    const query = queryOf(request);
    const stored = options.reload ? undefined : store?.read(query);
    if (!stored) return load(query, signal);
    serverClock.recall(stored.clockOffset);
    // The device's clock may have been set back since: what the server's time says counts.
    if (isDying(stored.data)) return load(query, signal);
    if (stored.life.freshUntil <= clock.now()) void refresh(query, options);
    return stored.data;
  }

  const expiresIn: StreamClient['expiresIn'] = ({ expiresAt }) => {
    const at = Date.parse(expiresAt ?? '');
    return Number.isNaN(at) ? undefined : at - serverClock.now();
  };

  const isDying = ({ sources, subtitles }: VideoData): boolean =>
    [...sources, ...subtitles].some((link) => (expiresIn(link) ?? Number.POSITIVE_INFINITY) <= LINK_MARGIN_MS);

  return {
    getStream,
    prefetch: (request) =>
      getStream(request).then(
        () => undefined,
        () => undefined,
      ),
    invalidate: (request) => {
      const query = request && queryOf(request);
      flights.disown(query);
      store?.remove(query);
    },
    expiresIn,
  };
}

/** The title is not available any more; an unknown route, a 404 as well, says nothing about the title. */
const isGone = (error: unknown): boolean =>
  error instanceof StreamError && error.status === 404 && error.error === 'Extraction failed';
