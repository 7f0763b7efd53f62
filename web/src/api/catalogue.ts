import type { StreamRequest } from '@stream-api/client';
import type { CatalogueAnswer, CatalogueTitle } from '../../../contract/local/catalogue.ts';
import { readLocal } from './read-local.ts';

const NOTHING: CatalogueAnswer = { titles: [], found: 0, total: 0 };

/** Finds titles of the local stack by name or id; none on a deployed stage. @throws Error when the request fails */
export async function findTitles(
  search: string,
  { offset, limit }: { offset: number; limit: number },
  signal: AbortSignal,
): Promise<CatalogueAnswer> {
  if (!LOCAL_STACK) return NOTHING;
  const query = new URLSearchParams({ search, offset: String(offset), limit: String(limit) });
  return readLocal(`catalogue?${query}`, signal);
}

/** Reads a title's own row; undefined when the catalogue does not have it, or it cannot be read. */
export async function readTitleRow(title: StreamRequest, signal: AbortSignal): Promise<CatalogueTitle | undefined> {
  if (!LOCAL_STACK) return undefined;
  const { mediaType, tmdbId, season, episode } = title;
  try {
    const place = mediaType === 'tv' ? `/${season}/${episode}` : '';
    return await readLocal<CatalogueTitle>(`catalogue/${mediaType}/${tmdbId}${place}`, signal);
  } catch {
    return undefined;
  }
}

/** The request for a title of the catalogue. */
export const requestOf = ({ tmdbId, mediaType, season = 0, episode = 0 }: CatalogueTitle): StreamRequest =>
  mediaType === 'tv' ? { tmdbId, mediaType, season, episode } : { tmdbId, mediaType };
