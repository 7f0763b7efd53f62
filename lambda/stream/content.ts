import type { ExtractQuery } from '../../contract/query.ts';

/** A movie, or one episode of a TV series. TMDB numbers movies and series apart. */
export type Content =
  | { readonly mediaType: 'movie'; readonly tmdbId: string }
  | { readonly mediaType: 'tv'; readonly tmdbId: string; readonly season: number; readonly episode: number };

/** The content that a validated query asks for. */
export function contentOf(query: ExtractQuery): Content {
  return query.mediaType === 'movie'
    ? { mediaType: 'movie', tmdbId: query.tmdbId }
    : { mediaType: 'tv', tmdbId: query.tmdbId, season: Number(query.season), episode: Number(query.episode) };
}

/** One key for one content: `movie:550`, `tv:1396:1:1`. Distinct contents never share one. */
export function contentKey(content: Content): string {
  return content.mediaType === 'movie'
    ? `movie:${content.tmdbId}`
    : `tv:${content.tmdbId}:${content.season}:${content.episode}`;
}

/** The key of the whole title, all its seasons and episodes: `movie:550`, `tv:1396`. */
export function titleKey(content: Pick<Content, 'mediaType' | 'tmdbId'>): string {
  return `${content.mediaType}:${content.tmdbId}`;
}
