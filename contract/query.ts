import { z } from 'zod';
import { parameterRule } from './parameter-rules.ts';
import type { ROUTES, RouteName } from './routes.ts';

/**
 * The whole rule as one pattern, including the bound of the number: JSON Schema cannot express a refinement, and
 * OpenAPI has no other bound for a number in a string. `[0-9]`, because `\d` matches more than these ten in some
 * languages that clients are generated in.
 */
const TMDB_ID =
  /^([1-9][0-9]{0,8}|1[0-9]{9}|20[0-9]{8}|21[0-3][0-9]{7}|214[0-6][0-9]{6}|2147[0-3][0-9]{5}|21474[0-7][0-9]{4}|214748[0-2][0-9]{3}|2147483[0-5][0-9]{2}|21474836[0-3][0-9]|214748364[0-7])$/;

// Together the examples are an episode of the sample catalogue.
export const tmdbId = z
  .string()
  .regex(TMDB_ID, { error: parameterRule.tmdbId })
  .meta({ description: `TMDB content id; ${parameterRule.tmdbId}.`, example: '1396' });

const ordinal = z.string().regex(/^(0|[1-9][0-9]{0,4})$/);

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

/** By the name that a row of `routes.ts` has for it. */
export const QUERIES = { extract: extractQuery } as const satisfies Record<
  NonNullable<(typeof ROUTES)[RouteName]['query']>,
  z.ZodType
>;
