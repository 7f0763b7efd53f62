import { z } from 'zod';
import { tmdbId } from './query.ts';

/** A season or episode as a number, where a query has text. */
export const ordinal = z.int().min(0).max(99_999);

/** A movie, or one episode of a TV series. */
export const contentReference = z.discriminatedUnion('mediaType', [
  z.strictObject({ mediaType: z.literal('movie'), tmdbId }),
  z.strictObject({ mediaType: z.literal('tv'), tmdbId, season: ordinal, episode: ordinal }),
]);
