export type MediaType = 'movie' | 'tv';
export interface MovieRequest {
    tmdbId: string | number;
    mediaType: 'movie';
    /** Ignored. */
    season?: number | undefined;
    /** Ignored. */
    episode?: number | undefined;
}
export interface EpisodeRequest {
    tmdbId: string | number;
    mediaType: 'tv';
    /** 0 holds the specials of a series. */
    season: number;
    episode: number;
}
/** A movie, or an episode of a series. */
export type StreamRequest = MovieRequest | EpisodeRequest;
/** A title whose media type is known at run time only. That an episode has its numbers is left to the API to check. */
export interface LooseRequest {
    tmdbId: string | number;
    mediaType: MediaType;
    season?: number | undefined;
    episode?: number | undefined;
}
/**
 * What a call takes: a {@link StreamRequest}, so that an episode without its numbers does not compile, or a
 * {@link LooseRequest} where `M` is not one media type but both.
 */
export type RequestOf<M extends MediaType> = StreamRequest | (LooseRequest & {
    mediaType: M;
} & (MediaType extends M ? unknown : never));
/** The path of the API's operation, below the base URL. */
export declare const EXTRACT_PATH = "/api/stream/extract";
/** The query of a request. It leaves out what does not belong to the media type; the server validates the values. */
export declare function queryOf({ tmdbId, mediaType, season, episode }: LooseRequest): string;
/** The path of one HLS playlist for a title, below the base URL. */
export declare const PLAYLIST_PATH = "/api/stream/playlist.m3u8";
