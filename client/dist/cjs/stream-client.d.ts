import type { VideoData } from './answer.js';
import { type Clock } from './clock.js';
import { type ExpiringLink } from './expiry.js';
import { type MediaType, type RequestOf } from './fetch/request.js';
import type { WatchOptions } from './live/events.js';
import { type ClientPreference } from './preference/client-preference.js';
import { type DeviceMemory } from './preference/device-memory.js';
import type { PreferencesOptions } from './preference/preference-sync.js';
import { type StreamStorage } from './store/storage.js';
import type { StreamAnswer } from './stream-answer.js';
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
    getAnswer<M extends MediaType>(request: RequestOf<M>, options?: GetStreamOptions<StreamAnswer>): Promise<StreamAnswer>;
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
export declare function createStreamClient(options?: StreamClientOptions): StreamClient;
