/**
 * Titles that only the local stack's trial provider knows (local/console/trial-provider.ts). Their ids are beyond those
 * of TMDB, which end at about one and a half million; the last three digits are the trial's.
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

export type TrialName = keyof typeof TRIAL_TITLES;

const FIRST_ID = 2_000_000_000;
/** The API's ids end at 2147483647. */
const TITLES_OF_A_TRIAL = 147_000;
const NAMES = new Map(Object.entries(TRIAL_TITLES).map(([name, id]) => [Number(id) - FIRST_ID, name as TrialName]));

/** The trial that a title belongs to; undefined for every other title. */
export const trialOf = (tmdbId: string | number | null): TrialName | undefined =>
  Number(tmdbId) < FIRST_ID ? undefined : NAMES.get(Number(tmdbId) % 1000);

let lastNumber = 0;

/**
 * A title of a trial that no cache has: its number is the time in seconds, and comes again after more than a day. (A
 * purge would not do. A container may not know of it for some seconds, and does not store what was purged meanwhile.)
 */
export function newTitle(trial: TrialName): { readonly tmdbId: string; readonly mediaType: 'movie' } {
  lastNumber = Math.max(lastNumber + 1, Math.floor(Date.now() / 1000));
  const number = lastNumber % TITLES_OF_A_TRIAL;
  return { tmdbId: String(Number(TRIAL_TITLES[trial]) + number * 1000), mediaType: 'movie' };
}

/** The name of that provider in the stage's settings. */
export const TRIAL_PROVIDER = 'trial-provider';

export const isTrialTitle = (tmdbId: string | number): boolean => trialOf(tmdbId) !== undefined;
