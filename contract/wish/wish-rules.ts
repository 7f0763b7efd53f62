import { MAX_PREFER_LENGTH } from '../prefer.ts';

/**
 * The rules of what a viewer would rather have, in the words of the API reference and of the `details` of a 400. Apart
 * from the other parameters, since most requests have none of it.
 */
export const wishRule = {
  prefer: `must be fields such as res:720, separated by commas, in at most ${MAX_PREFER_LENGTH} characters`,
  maxBandwidth: 'must be bits per second from 50000 to 200000000, in digits',
} as const;
