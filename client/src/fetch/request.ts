export type MediaType = 'movie' | 'tv';

/** Which title: a movie, or an episode of a series. Season 0 holds a series' specials. */
export interface StreamRequest {
  tmdbId: string | number;
  mediaType: MediaType;
  /** Required for `tv`, ignored for `movie`. */
  season?: number | undefined;
  /** Required for `tv`, ignored for `movie`. */
  episode?: number | undefined;
}

/** The query of a request: what belongs to the title and nothing else. The server judges the values. */
export function queryOf({ tmdbId, mediaType, season, episode }: StreamRequest): string {
  const query = new URLSearchParams({ tmdbId: String(tmdbId), mediaType });
  if (mediaType === 'tv') {
    if (season != null) query.set('season', String(season));
    if (episode != null) query.set('episode', String(episode));
  }
  return query.toString();
}
