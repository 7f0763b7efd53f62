export type MediaType = 'movie' | 'tv';

/** A movie, or an episode of a series. Season 0 holds the specials of a series. */
export interface StreamRequest {
  tmdbId: string | number;
  mediaType: MediaType;
  /** Required for `tv`, ignored for `movie`. */
  season?: number | undefined;
  /** Required for `tv`, ignored for `movie`. */
  episode?: number | undefined;
}

/** The path of the API's operation, below the base URL. */
export const EXTRACT_PATH = '/api/stream/extract';

/** The query of a request. It leaves out what does not belong to the media type; the server validates the values. */
export function queryOf({ tmdbId, mediaType, season, episode }: StreamRequest): string {
  const query = new URLSearchParams({ tmdbId: String(tmdbId), mediaType });
  if (mediaType === 'tv') {
    if (season != null) query.set('season', String(season));
    if (episode != null) query.set('episode', String(episode));
  }
  return query.toString();
}

/** The path of one HLS playlist for a title, below the base URL. */
export const PLAYLIST_PATH = '/api/stream/playlist.m3u8';
