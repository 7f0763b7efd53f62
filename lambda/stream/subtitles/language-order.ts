import type { Preference } from '../../../contract/prefer.ts';

/** The language that a wish names, as a canonical BCP 47 tag. */
export const preferredLanguage = (preference: Preference): string | undefined =>
  preference.flatMap((wish) => (wish.field === 'lang' ? [canonical(wish.limit)] : []))[0];

/** How near a language is to the wanted one: 0 the same, 1 with or without its region, 2 another region, 3 another. */
export function languageDistance(language: string, wanted: string): 0 | 1 | 2 | 3 {
  const own = canonical(language);
  if (own === wanted) return 0;
  if (own.startsWith(`${wanted}-`) || wanted.startsWith(`${own}-`)) return 1;
  return own.split('-', 1)[0] === wanted.split('-', 1)[0] ? 2 : 3;
}

/** Whether any of these languages is the wanted one, of whatever region. */
export const hasLanguage = (languages: readonly string[], wanted: string): boolean =>
  languages.some((language) => languageDistance(language, canonical(wanted)) < 3);

/** Tracks with those in the wanted language first, the nearest before others. What is equal keeps its order. */
export const sortedByLanguage = <Track extends { readonly language: string }>(
  tracks: readonly Track[],
  wanted: string,
): Track[] => tracks.toSorted((a, b) => languageDistance(a.language, wanted) - languageDistance(b.language, wanted));

/** `deu` and `ger` are `de` (ECMA-402, "CanonicalizeUnicodeLocaleId"). What is no tag stays. */
function canonical(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag.replaceAll('_', '-'))[0] ?? tag;
  } catch {
    return tag;
  }
}
