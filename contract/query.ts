import { z } from 'zod';
import { MAX_TMDB_ID, parameterRule } from './parameter-rules.ts';

/**
 * The bound on the number has a keyword of its own (`numericMaximum`, known to the generator of the validators),
 * because a refinement is lost on the way from Zod to JSON Schema.
 */
export const tmdbId = z
  .string()
  .regex(/^[1-9]\d{0,9}$/)
  .refine((id) => Number(id) <= MAX_TMDB_ID)
  .meta({ description: `TMDB content id; ${parameterRule.tmdbId}.`, numericMaximum: MAX_TMDB_ID, example: '550' });

const ordinal = z.string().regex(/^(0|[1-9]\d{0,4})$/);

export const movieQuery = z.object({ tmdbId, mediaType: z.literal('movie') });

export const episodeQuery = z.object({
  tmdbId,
  mediaType: z.literal('tv'),
  season: ordinal.meta({ description: `Season number; ${parameterRule.season}. Required for TV.`, example: '1' }),
  episode: ordinal.meta({ description: `Episode number; ${parameterRule.episode}. Required for TV.`, example: '1' }),
});

/** The query of `GET /api/stream/extract`. Other parameters, and season or episode of a movie, are ignored. */
export const extractQuery = z.discriminatedUnion('mediaType', [movieQuery, episodeQuery]);

export type ExtractQuery = z.infer<typeof extractQuery>;
