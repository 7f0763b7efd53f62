/**
 * Titles that only the local stack's trial provider knows (local/console/trial-provider.ts). Their ids are beyond those
 * of TMDB, which end at about one and a half million.
 */
export const TRIAL_TITLES = {
  /** The provider answers 503. */
  failing: '2000000503',
  /** The provider takes 4 s. */
  slow: '2000000004',
  /** The provider takes 30 s, longer than a request may. */
  tooSlow: '2000000030',
  /** One link has expired, the other expires in 90 s. */
  expiring: '2000000090',
  /** No provider has it. */
  unknown: '2000000404',
} as const;

/** The name of that provider in the stage's settings. */
export const TRIAL_PROVIDER = 'trial-provider';

export const isTrialTitle = (tmdbId: string | number): boolean =>
  Object.values<string>(TRIAL_TITLES).includes(String(tmdbId));
