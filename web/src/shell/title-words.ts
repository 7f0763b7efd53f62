import type { StreamRequest } from '@stream-api/client';

/** ` · S1 E2`, or nothing for a movie. */
export const episodeOf = ({ mediaType, season, episode }: StreamRequest): string =>
  mediaType === 'tv' ? ` · S${season} E${episode}` : '';

/** A title by its ids: `Movie 550`, `Series 1396 · S1 E2`. */
export const idsInWords = (title: StreamRequest): string =>
  `${title.mediaType === 'tv' ? 'Series' : 'Movie'} ${title.tmdbId}${episodeOf(title)}`;
