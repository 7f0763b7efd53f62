import type { VideoData } from './answer.ts';
import { checkedBaseUrl } from './base-url.ts';
import { type Clock, systemClock } from './clock.ts';
import { type ExpiringLink, earliest, expiryOf, LINK_MARGIN_MS } from './expiry.ts';
import { type AttemptOptions, withAttempts } from './fetch/attempts.ts';
import { type FetchedAnswer, fetchAnswer, type Transport } from './fetch/fetch-answer.ts';
import { type LooseRequest, type MediaType, PLAYLIST_PATH, queryOf, type RequestOf } from './fetch/request.ts';
import { createServerClock } from './fetch/server-clock.ts';
import { createSharedRequests } from './fetch/shared-requests.ts';
import { heard } from './heard.ts';
import type { WatchOptions } from './live/events.ts';
import type { Live } from './live/live.ts';
import { type ClientPreference, createPreference } from './preference/client-preference.ts';
import { createDeviceMemory, type DeviceMemory } from './preference/device-memory.ts';
import type { PreferencesOptions } from './preference/preference-sync.ts';
import { createAnswerStore, type StoredAnswer } from './store/answer-store.ts';
import { createRefreshBackOff } from './store/refresh-back-off.ts';
import { pageStorage, type StreamStorage } from './store/storage.ts';
import type { RateLimit, StreamAnswer } from './stream-answer.ts';

export interface StreamClientOptions {
  /** What precedes `/api/stream/extract`: an origin, perhaps with a path. Default: the page's origin. */
  baseUrl?: string | undefined;
  /** Sent as `x-api-key`. For servers only: in a page, every visitor could read it. */
  apiKey?: string | undefined;
  /** Maximum attempts, including the first, at least 1. Only transient failures are retried. Default: 3. */
  attempts?: number | undefined;
  /** Milliseconds for everything: requests and waits. Default: 60 000; with `liveUrl`, 180 000. */
  timeout?: number | undefined;
  /** Where answers are stored; null for nowhere. Default: the page's localStorage, where there is one. */
  storage?: StreamStorage | null | undefined;
  /** Keeps the viewer's preference across devices, by a token of the site. Default: on the device only. */
  preferences?: PreferencesOptions | undefined;
  /** The WebSocket API, `wss://…`: the stage's output `LiveUrl`. Default: none, and `watch` does nothing. */
  liveUrl?: string | undefined;
  /** A ticket of the site's server for each connection, where the stage requires API keys. */
  liveTicket?: (() => string | Promise<string>) | undefined;
  /** Sends the requests. Default: the global `fetch`. */
  fetch?: typeof fetch | undefined;
  /** For tests. */
  clock?: Clock | undefined;
  /** For tests: from 0 up to 1. */
  random?: (() => number) | undefined;
}

export interface GetStreamOptions<Answer = VideoData> {
  /** Stops waiting. Other callers who wait for the same title are not affected. */
  signal?: AbortSignal | undefined;
  /** Asks the API even when a usable answer is stored. */
  reload?: boolean | undefined;
  /** Called with the newer answer, when the returned one was stale. */
  onRefresh?: ((answer: Answer) => void) | undefined;
}

export interface StreamClient {
  /** What precedes the API's paths; empty on the API's own site. */
  readonly baseUrl: string;
  /** What the viewer of this device wishes for every title. */
  readonly preference: ClientPreference;
  /** What the SDK's player remembers on the device: the bandwidth, and what was chosen for a show. */
  readonly memory: DeviceMemory;
  /**
   * Returns every playable source of a title, best first: from the device's store while usable, else from the API.
   *
   * @throws StreamError when there is no answer; the signal's reason when it is aborted
   */
  getStream<M extends MediaType>(request: RequestOf<M>, options?: GetStreamOptions): Promise<VideoData>;
  /**
   * Returns the same with what is known beside: metadata, request id, rate limit, whether a cache had it.
   *
   * @throws as `getStream`
   *
   * @example
   * const { data, metadata, rateLimit } = await streams.getAnswer({ tmdbId: '550', mediaType: 'movie' });
   * console.log(metadata.bestQuality, rateLimit?.remaining);
   */
  getAnswer<M extends MediaType>(
    request: RequestOf<M>,
    options?: GetStreamOptions<StreamAnswer>,
  ): Promise<StreamAnswer>;
  /** Fetches a title ahead of its use. Never throws; `getStream` reports the failure later. */
  prefetch<M extends MediaType>(request: RequestOf<M>): Promise<void>;
  /** Removes what is stored of a title, or of all titles. An answer under way is not stored any more. */
  invalidate<M extends MediaType>(request?: RequestOf<M>): void;
  /**
   * Reports how far the extraction of a title is, and that its answer has changed. After 700 ms it connects to
   * `liveUrl`. Without `onChange` it ends with the client's next answer for the title, so that a quick one costs no
   * connection; else with its signal. Where there is no connection, it reports nothing.
   *
   * While it is connected, a request that times out (504) waits for the end of the extraction, then asks once.
   *
   * @example
   * client.watch(request, { onProgress: ({ steps }) => show(steps) });
   * const data = await client.getStream(request);
   */
  watch<M extends MediaType>(request: RequestOf<M>, options: WatchOptions): void;
  /** Milliseconds until a link expires, by the server's clock; undefined where that is unknown. */
  expiresIn(link: ExpiringLink): number | undefined;
  /**
   * The URL of one HLS playlist for a title, whose links a player renews by itself (HLS content steering). For hls.js,
   * Shaka, AVPlayer, media3, or a `<video>` of Safari. The API answers 404 where the title has no HLS.
   *
   * @example
   * hls.loadSource(client.playlistUrl({ tmdbId: '550', mediaType: 'movie' }));
   */
  playlistUrl<M extends MediaType>(request: RequestOf<M>, options?: PlaylistOptions): string;
}

export interface PlaylistOptions {
  /** The `id` of one of the title's HLS sources. Default: the best adaptive one. */
  source?: string | undefined;
}

/**
 * Creates a client of the Stream API. A site creates one and shares it, and with it requests and stored answers.
 *
 * @throws TypeError for a baseUrl, RangeError for a number, with which no request could succeed
 *
 * @example
 * const streams = createStreamClient({ baseUrl: 'https://api.example.com' });
 * const { sources } = await streams.getStream({ tmdbId: '550', mediaType: 'movie' });
 */
export function createStreamClient(options: StreamClientOptions = {}): StreamClient {
  const { clock = systemClock, random = Math.random, attempts = 3 } = options;
  const { timeout = options.liveUrl ? 180_000 : 60_000 } = options;
  const baseUrl = checkedBaseUrl(options.baseUrl);
  if (!(attempts >= 1)) throw new RangeError(`attempts must be at least 1, not ${attempts}.`);
  if (!(timeout > 0)) throw new RangeError(`timeout must be more than 0 milliseconds, not ${timeout}.`);
  const storage = options.storage === undefined ? pageStorage() : options.storage;
  const store = storage ? createAnswerStore(storage, baseUrl, clock) : undefined;
  const memory = createDeviceMemory(storage);
  const { preferences } = options;
  const preference = createPreference(memory, preferences !== undefined);
  const serverClock = createServerClock(clock);
  const backOff = createRefreshBackOff(clock);
  const transport: Transport = {
    baseUrl,
    apiKey: options.apiKey,
    // Looked up for each request, because frameworks and tests replace it.
    fetch: options.fetch ?? ((...request) => globalThis.fetch(...request)),
    clock,
    serverClock,
  };

  if (preferences) {
    // Pages without tokens do not load it. One that cannot load it has the wish of the device.
    import('./preference/preference-sync.ts').then(
      ({ syncPreference }) => syncPreference(preference, { ...preferences, baseUrl, fetch: transport.fetch, clock }),
      () => undefined,
    );
  }

  /** Loaded with the first watch. Where it cannot be loaded, everything works without. */
  let live: Promise<Live | undefined> | undefined;
  const settle = (query: string, answer?: FetchedAnswer): void =>
    void live?.then((watches) => watches?.settle(query, answer));

  const requests = createSharedRequests<FetchedAnswer>({
    send: (query, signal) => {
      const call = (inTime: AbortSignal) => fetchAnswer(query, transport, inTime);
      const outlast: AttemptOptions['outlast'] = (failure, inTime) =>
        live?.then((watches) => watches?.outlast(query, failure, inTime));
      const answer = withAttempts(call, { attempts, timeout, clock, random, outlast }, signal);
      return answer.finally(() => settle(query));
    },
    onAnswer: (query, answer) => {
      const { data, life, metadata, requestId } = answer;
      if (life) store?.write(query, { data, life, clockOffset: serverClock.offset(), metadata, requestId });
      else store?.remove(query);
      settle(query, answer);
    },
    onFailure: (query, error) => {
      // No provider has it. The 404 of an unknown route has another `error`.
      if (Object(error).error === 'Extraction failed') store?.remove(query);
    },
  });

  async function load(query: string, signal?: AbortSignal): Promise<StreamAnswer> {
    const fetched = await requests.join(query, signal);
    return answerOf(fetched, fetched.isHit && 'api', fetched.rateLimit);
  }

  function refresh(query: string, { signal, onRefresh }: GetStreamOptions<StreamAnswer>): void {
    if (backOff.isActive(query)) return;
    load(query).then(
      (answer) => heard(() => !signal?.aborted && onRefresh?.(answer)),
      // The stale answer stays in use until its links expire.
      (error) => backOff.begin(query, Object(error).retryAfter),
    );
  }

  /** @param isWhole whether what an earlier version has stored, the data alone, is not enough */
  async function getAnswer(
    request: LooseRequest,
    options: GetStreamOptions<StreamAnswer> = {},
    isWhole = true,
  ): Promise<StreamAnswer> {
    options.signal?.throwIfAborted();
    const query = queryOf(request);
    const stored = options.reload ? undefined : store?.read(query);
    if (stored) serverClock.recall(stored.clockOffset);
    // Checked by the server's time, since the device's clock may have been set back after the answer was stored.
    if (!stored || (isWhole && !stored.metadata) || isExpiring(stored.data)) return load(query, options.signal);
    if (stored.life.freshUntil <= clock.now()) refresh(query, options);
    settle(query);
    return answerOf(stored, 'device');
  }

  async function getStream(
    request: LooseRequest,
    { onRefresh, ...options }: GetStreamOptions = {},
  ): Promise<VideoData> {
    const withData = onRefresh && (({ data }: StreamAnswer) => onRefresh(data));
    return (await getAnswer(request, { ...options, onRefresh: withData }, false)).data;
  }

  const expiresIn: StreamClient['expiresIn'] = (link) => {
    const at = expiryOf(link);
    return at === undefined ? undefined : at - serverClock.now();
  };

  const isExpiring = (data: VideoData): boolean => earliest(data, expiresIn) <= LINK_MARGIN_MS;

  const invalidate: StreamClient['invalidate'] = (request) => {
    const query = request && queryOf(request);
    requests.detach(query);
    store?.remove(query);
  };

  return {
    baseUrl,
    preference,
    memory,
    getStream,
    getAnswer,
    prefetch: async (request) => {
      await getStream(request).catch(() => undefined);
    },
    invalidate,
    watch: (request, watched) => {
      if (!options.liveUrl) return;
      const begun = clock.now();
      live ??= import('./live/live.ts').then(
        ({ Live }) => new Live({ ...options, clock, random, invalidate, store }),
        () => undefined,
      );
      void live.then((watches) => watches?.watch(request, watched, begun));
    },
    expiresIn,
    playlistUrl: (request, { source } = {}) => {
      const parameters = source === undefined ? '' : `&${new URLSearchParams({ source })}`;
      return `${baseUrl}${PLAYLIST_PATH}?${queryOf(request)}${parameters}`;
    },
  };
}

function answerOf(
  { data, metadata, requestId, life }: StoredAnswer | FetchedAnswer,
  fromCache: StreamAnswer['fromCache'],
  rateLimit?: RateLimit,
): StreamAnswer {
  const freshUntil = life && new Date(life.freshUntil);
  return { data, metadata: metadata!, requestId, rateLimit, fromCache, freshUntil };
}
