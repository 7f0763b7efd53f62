import { z } from 'zod';

/** TMDB keeps its ids in a signed 32-bit integer. */
export const MAX_TMDB_ID = 2_147_483_647;

/**
 * One sentence for each parameter: what a valid value is. The same sentence stands in the API reference and in the
 * `details` of a 400.
 */
export const parameterRule = {
  tmdbId: `must be a TMDB id: 1 to 10 digits, no leading zero, at most ${MAX_TMDB_ID}`,
  mediaType: 'must be movie or tv',
  season: 'must be a season number from 0 (specials) to 99999, without leading zeros',
  episode: 'must be an episode number from 0 to 99999, without leading zeros',
} as const;

export type ParameterName = keyof typeof parameterRule;

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
