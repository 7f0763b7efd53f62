import { type Clock } from '../clock.js';
import type { MediaType, RequestOf, Source, StreamClient, StreamError, VideoData } from '../index.js';
export interface UseStreamOptions {
    /**
     * Create it once, outside of components, so that they share it. A component keeps the client of its first render.
     * Default: one client for the page's origin.
     */
    client?: StreamClient | undefined;
    /** For tests. As with the client, that of the first render is kept. */
    clock?: Clock | undefined;
}
export interface Stream {
    /** The answer for the title, never that of another one; undefined until there is one. */
    data: VideoData | undefined;
    /** Why there is no answer, or no newer one. */
    error: StreamError | undefined;
    /** Whether the first answer, or that of a refetch, is awaited. During a refetch, `data` is the previous answer. */
    loading: boolean;
    /**
     * Asks the API again, whether or not an answer is stored: for "Try again". The API may answer from its own cache,
     * with the same links until they expire. Never throws.
     */
    refetch: () => Promise<void>;
    /** The best source of `data` that `next` has not passed over; undefined when none is left. */
    source: Source | undefined;
    /**
     * Passes over the present `source`, for the title that is shown now: `source` is the next best one of the answer.
     * For a page with its own player; `playTitle` does it by itself.
     *
     * @param reason what is wrong with it, for `tried`
     */
    next: (reason?: string) => void;
    /** What `next` has passed over, in order. */
    tried: readonly {
        source: Source;
        reason: string;
    }[];
}
/**
 * Returns the sources of a title, and keeps them usable while the component is mounted. A stale answer is returned at
 * once, and its newer one when it arrives. Before the first link expires, fresh links are fetched in the background; a
 * failure of that is returned as `error` beside the data, and retried if it is transient. On a server, it is loading.
 *
 * @param request null for no title yet. It may be a new object at each render; its values are compared.
 *
 * @example
 * const client = createStreamClient();
 *
 * function Watch({ tmdbId }) {
 *   const { data, error, refetch } = useStream({ tmdbId, mediaType: 'movie' }, { client });
 *   if (data) return <video controls src={data.sources[0].url} />;
 *   return error ? <button onClick={refetch}>{error.message}</button> : <p>Loading …</p>;
 * }
 */
export declare function useStream<M extends MediaType>(request: RequestOf<M> | null | undefined, options?: UseStreamOptions): Stream;
