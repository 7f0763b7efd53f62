import { z } from 'zod';
import { MAX_PATHWAYS, SOURCE_ID } from './bounds.ts';
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

const source = z
  .string()
  .regex(SOURCE_ID)
  .optional()
  .meta({
    description: `Of which source; ${parameterRule.source}. Without it: the best adaptive HLS source.`,
  });

/** The query of `GET /api/stream/playlist.m3u8`. */
export const playlistQuery = z.discriminatedUnion('mediaType', [
  movieQuery.extend({ source }),
  episodeQuery.extend({ source }),
]);

const pathways = z
  .array(z.string().regex(/^[A-Za-z0-9_-]{1,64}\.[0-9a-z]{1,9}\.[A-Za-z0-9_-]{6}$/))
  .min(1)
  .max(MAX_PATHWAYS)
  .meta({
    description: 'The pathways that the player has, one each: the playlist and each answer write them.',
    example: ['h3Xq0pYc1ZbM.t9k2ao.Zk3q_1'],
  });

/** The query of `GET /api/stream/steering.json`. Players add `_HLS_` parameters, which are ignored. */
export const steeringQuery = z.discriminatedUnion('mediaType', [
  movieQuery.extend({ p: pathways }),
  episodeQuery.extend({ p: pathways }),
]);

const interval = z
  .string()
  .regex(/^([1-9]|[1-9][0-9]|[12][0-9]{2}|300)$/)
  .optional()
  .meta({ description: `Seconds between two records of a playing player; ${parameterRule.interval}. Without it: 30.` });

/** The query of `POST /api/stream/cmcd`. */
export const cmcdQuery = z.discriminatedUnion('mediaType', [
  movieQuery.extend({ interval }),
  episodeQuery.extend({ interval }),
]);

export type ExtractQuery = z.infer<typeof extractQuery>;

/** By the name that a row of `routes.ts` has for it. */
export const QUERIES = {
  extract: extractQuery,
  playlist: playlistQuery,
  steering: steeringQuery,
  cmcd: cmcdQuery,
} as const satisfies Record<NonNullable<(typeof ROUTES)[RouteName]['query']>, z.ZodType>;
