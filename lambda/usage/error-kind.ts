import type { ErrorKind } from '../../contract/usage.ts';

/*
 * The names of hls.js end in what failed, and Shaka's numbers begin with it ("Shaka Player, Error codes": 1 network,
 * 3 media, 4 manifest, 6 DRM). A name is never stored: anybody could invent thousands.
 */
const KINDS: readonly (readonly [ErrorKind, RegExp])[] = [
  ['drm', /key|drm|license|eme|^6\d{3}$/i],
  ['media', /buffer|media|decode|codec|pars|append|remux|^[34]\d{3}$/i],
  ['network', /load|network|time ?out|http|fetch|^1\d{3}$|^[45]\d\d$/i],
];

/** The kind of an error that a player names by its own codes. */
export function errorKind(codes: readonly string[]): ErrorKind {
  return KINDS.find(([, names]) => codes.some((code) => names.test(code)))?.[0] ?? 'other';
}
