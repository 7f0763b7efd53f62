/** Letters and digits alone, in lower case: `TMDB_ID` and `tmdbId` are one word. */
export const plainWord = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * The word that somebody probably meant: the same but for capitals and dashes, its beginning, or at most a third of its
 * letters away. Undefined where none is near.
 *
 * @example nearestWord('imprt', ['import', 'list']) // 'import'
 */
export function nearestWord(written: string, words: readonly string[]): string | undefined {
  const plain = plainWord(written);
  if (plain === '') return undefined;
  const near = words
    .map((word) => ({ word, distance: distanceTo(plain, plainWord(word)) }))
    .filter(({ word, distance }) => distance <= Math.max(1, Math.floor(plainWord(word).length / 3)));
  return near.sort((one, other) => one.distance - other.distance)[0]?.word;
}

/** `(did you mean import?)` with a blank before it; empty where no word is near. */
export function didYouMean(written: string, words: readonly string[]): string {
  const word = nearestWord(written, words);
  return word === undefined ? '' : ` (did you mean ${word}?)`;
}

function distanceTo(one: string, other: string): number {
  const isBeginning = one.length >= 3 && other.length >= 3 && (one.startsWith(other) || other.startsWith(one));
  return isBeginning ? 0.5 : editDistance(one, other);
}

/** Letters to insert, delete, replace, or swap with their neighbour (optimal string alignment). */
function editDistance(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const differs = one[i - 1] === other[j - 1] ? 0 : 1;
      let least = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + differs);
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (isSwap) least = Math.min(least, rows[i - 2]![j - 2]! + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return rows[one.length]![other.length]!;
}
