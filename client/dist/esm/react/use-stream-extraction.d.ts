import type { MediaType, StreamClient, VideoData } from '../index.js';
export interface ExtractionOptions {
    /** A component keeps the client of its first render. Default: one client for the page's origin. */
    client?: StreamClient | undefined;
}
export interface StreamExtraction {
    /**
     * Asks for a title, again when it has failed before. What is asked for later replaces what is under way.
     *
     * @returns the sources; undefined when there are none, or another title was asked for meanwhile. Never rejects.
     */
    extract: (tmdbId: string | number, mediaType: MediaType, season?: number, episode?: number) => Promise<VideoData | undefined>;
    loading: boolean;
    /** Why there are no sources, or no newer ones, in words for a viewer. */
    error: string | null;
    /** The sources of the title that was asked for last, never those of another one. */
    data: VideoData | null;
}
/**
 * Asks for titles when the page says so, as at a click. {@link useStream} is for a title that is known at render: it
 * also replaces links that expire.
 *
 * @example
 * const { extract, loading, error, data } = useStreamExtraction({ client });
 * return <button disabled={loading} onClick={() => extract('1396', 'tv', 1, 1)}>Play</button>;
 */
export declare function useStreamExtraction(options?: ExtractionOptions): StreamExtraction;
