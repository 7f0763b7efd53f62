import { NAMES_OF_TAG } from './language-names.ts';

/** The tag for a language that is not known (BCP 47). */
export const UNKNOWN_LANGUAGE = 'und';

const MARKS = /\p{Mn}/gu;
const BETWEEN_WORDS = /[^\p{L}\p{N}\p{Mc}]+/gu;
const ISO_639_1 = /^[a-z]{2}(?:-|$)/;
const TAG_LIKE = /^[a-z]{2,3}(?:-|$)/i;
const LANGUAGE_AND_PLACE = /^[a-z]{2,3} (?:[a-z]{2}|\d{3})$/;
const LONGEST_NAME_IN_WORDS = 3;

const TAG_OF_NAME: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMES_OF_TAG).flatMap(([tag, names]) => names.map((name) => [folded(name), tag] as const)),
);

/**
 * The BCP 47 tag that a stated language means: a tag in any spelling (`pt_br`, `fr (CA)`), an ISO 639 code of two or
 * three letters (`ger`, `deu`), or a name in English or in the language itself. Undefined when it means no known
 * language.
 */
export function languageTagOf(stated: string): string | undefined {
  const words = folded(stated);
  return TAG_OF_NAME.get(words) ?? knownTag(stated) ?? tagInWords(words) ?? languageNamedFirst(words);
}

/**
 * The language that a label names: `English (SDH)`, `Português (Brasil) - forced`, `eng`. Stricter than
 * {@link languageTagOf}: a label's words are often codes of some small language too.
 */
export function languageInLabel(label: string): string | undefined {
  const words = folded(label);
  const tag = TAG_OF_NAME.get(words) ?? languageNamedFirst(words);
  if (tag !== undefined) return tag;
  const byCode = knownTag(label);
  return byCode !== undefined && ISO_639_1.test(byCode) ? byCode : undefined;
}

/** A language's English name: `Brazilian Portuguese`; `Unknown` for `und`. */
export function englishNameOf(tag: string): string {
  if (tag === UNKNOWN_LANGUAGE) return 'Unknown';
  return displayName(new Intl.Locale(tag).baseName) ?? displayName(new Intl.Locale(tag).language) ?? tag;
}

function knownTag(stated: string): string | undefined {
  const spelled = stated.trim().replaceAll('_', '-');
  if (!TAG_LIKE.test(spelled)) return undefined;
  try {
    const tag = Intl.getCanonicalLocales(spelled)[0];
    const language = tag === undefined ? UNKNOWN_LANGUAGE : new Intl.Locale(tag).language;
    return language === UNKNOWN_LANGUAGE || displayName(language) === undefined ? undefined : tag;
  } catch {
    return undefined;
  }
}

/** Of a language and a place only: other words of few letters are parts of names and tags alike. */
function tagInWords(words: string): string | undefined {
  return LANGUAGE_AND_PLACE.test(words) ? knownTag(words.replace(' ', '-')) : undefined;
}

/** The longest name that the words begin with: "portuguese brazil commentary" is Brazilian Portuguese. */
function languageNamedFirst(text: string): string | undefined {
  const words = text.split(' ', LONGEST_NAME_IN_WORDS);
  for (let count = words.length; count > 0; count -= 1) {
    const name = words.slice(0, count).join(' ');
    const tag = isCode(name) ? undefined : TAG_OF_NAME.get(name);
    if (tag !== undefined) return tag;
  }
  return undefined;
}

function isCode(name: string): boolean {
  return name.length <= 3 && TAG_LIKE.test(name) && name !== 'lao';
}

/** Spelled without case, accents and punctuation, so that `Français` is found as `francais` too. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(MARKS, '').toLowerCase().replace(BETWEEN_WORDS, ' ').trim();
}

let names: Intl.DisplayNames | undefined;

function displayName(tag: string): string | undefined {
  names ??= new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
  try {
    return names.of(tag);
  } catch {
    return undefined;
  }
}
