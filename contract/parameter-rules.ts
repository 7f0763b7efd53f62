import { MAX_PATHWAYS } from './bounds.ts';

/**
 * The rule of each parameter, in the words of the API reference and of the `details` of a 400. Apart from query.ts,
 * since the functions load it and Zod stays out of them.
 */
export const parameterRule = {
  // TMDB keeps its ids in a signed 32-bit integer.
  tmdbId: 'must be a TMDB id: 1 to 10 digits, no leading zero, at most 2147483647',
  mediaType: 'must be movie or tv',
  season: 'must be a season number from 0 (specials) to 99999, without leading zeros',
  episode: 'must be an episode number from 0 to 99999, without leading zeros',
  source: 'must be the id of a source: 1 to 64 letters, digits, _ or -',
  p: `must be pathways of a playlist, at least one and at most ${MAX_PATHWAYS}`,
  interval: 'must be a whole number of seconds from 1 to 300',
} as const;

export type ParameterName = keyof typeof parameterRule;
