/** Longer paths are no route, and no slip of the keyboard either. */
const MAX_SEGMENTS = 8;
/** `extract`, `playlist.m3u8`, `extrct`: in lower case, with few digits. No key, token or address is written so. */
const WORD = /^(?!(?:\D*\d){5})[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*$/;
const LONGEST_WORD = 16;

/**
 * A path for people to read. Each segment that is not a plain word is `…`: clients have sent keys, tokens and addresses
 * of viewers in paths.
 */
export function shownPath(path: string): string {
  const [root = '', ...segments] = path.split('/');
  const shown = segments
    .slice(0, MAX_SEGMENTS)
    .map((segment) => (segment === '' || (segment.length <= LONGEST_WORD && WORD.test(segment)) ? segment : '…'));
  return [root === '' ? '' : '…', ...shown, ...(segments.length > MAX_SEGMENTS ? ['…'] : [])].join('/');
}
