const MARKS = /\p{Mn}/gu;
const BETWEEN_WORDS = /[^\p{L}\p{N}\p{Mc}]+/gu;

/** Spelled without case, accents and punctuation, so that `Français` is found as `francais` too. */
export function folded(text: string): string {
  return text.normalize('NFKD').replace(MARKS, '').toLowerCase().replace(BETWEEN_WORDS, ' ').trim();
}
