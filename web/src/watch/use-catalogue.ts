import type { StreamRequest } from '@stream-api/client';
import { useEffect, useState } from 'react';
import { type CatalogueTitle, readCatalogue } from '../api/catalogue.ts';
import { targetOf } from '../api/stream-client.ts';

export function useCatalogue(): readonly CatalogueTitle[] {
  const [catalogue, setCatalogue] = useState<readonly CatalogueTitle[]>([]);
  useEffect(() => {
    const leaving = new AbortController();
    readCatalogue(leaving.signal).then((titles) => {
      if (!leaving.signal.aborted) setCatalogue(titles);
    });
    return () => leaving.abort();
  }, []);
  return catalogue;
}

/** The name of a title in the catalogue, or else its ids. */
export function nameOf(title: StreamRequest, catalogue: readonly CatalogueTitle[]): string {
  const known = catalogue.find((each) => targetOf(each) === targetOf(title))?.title;
  return known ?? `${title.mediaType === 'tv' ? 'Series' : 'Movie'} ${title.tmdbId}${episodeOf(title)}`;
}

/** ` · S1 E2`, or nothing for a movie. */
export const episodeOf = ({ mediaType, season, episode }: StreamRequest): string =>
  mediaType === 'tv' ? ` · S${season} E${episode}` : '';
