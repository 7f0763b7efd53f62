/**
 * Titles that only the local stack's trial provider knows (local/console/trial-provider.ts). TMDB counts to one and a half
 * million so far, so nobody meets them by chance.
 */
export const TRIAL_TITLES = {
  /** The extractor answers 503. */
  dead: '2000000503',
  /** The extractor takes 4 s. */
  slow: '2000000004',
  /** The extractor takes 30 s, longer than a request may. */
  tooSlow: '2000000030',
  /** One link is dead already, the other lives for 90 s more. */
  expiring: '2000000090',
  /** Nobody has it. */
  unknown: '2000000404',
} as const;
