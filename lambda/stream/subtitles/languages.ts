import { folded } from './folded.ts';
import { CODES_OF_TAG, NAMES_OF_TAG } from './language-names.ts';
import { LARGER_LANGUAGE, VARIANTS_OF_LANGUAGE } from './language-variants.ts';
import { tagOfTranslatedName } from './translated-names.ts';

/** The tag for a language that is not known (BCP 47). */
export const UNKNOWN_LANGUAGE = 'und';

const ISO_639_1 = /^[a-z]{2}(?:-|$)/;
const TAG_LIKE = /^[a-z]{2,3}(?:-|$)/i;
const LANGUAGE_AND_PLACE = /^[a-z]{2,3} (?:[a-z]{2}|\d{3})$/;
const SHORT_CODE = /^[a-z]{2,4}$/;
const BETWEEN_LANGUAGES = /[&+/,;|]/;
const ORDINAL = /^\d{1,2}$/;
const NUMBERED_CODE = /^([a-z]{2,3})\d$/;
const LONGEST_NAME_IN_WORDS = 4;
/** A tag inside a label: `Legendas PT-BR`. Its region is checked: `sub-ed` is none. */
const TAG_IN_LABEL = /(?<![\p{L}\p{N}-])[a-z]{2}[-_](?:[a-z]{4}|[a-z]{2}|\d{3})(?![\p{L}\p{N}-])/giu;
const CODE_IN_BRACKETS = /[([{]\s*([a-z]{2,3}(?:[-_][a-z]{2,4})?)\s*[)\]}]/giu;
const REGION_IN_BRACKETS = /[([]\s*([A-Z]{2})\s*[)\]]/;
/** In brackets these are a quality (SD) or mark an audio description (AD). */
const NO_REGIONS = new Set(['AD', 'SD']);
/** Chinese, Japanese, Korean and Thai are written without spaces: there a name is found inside a word. */
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** Words after which a code names the language: `Track 1 - en`, `Legendas PT`. */
const BEFORE_A_CODE = new Set(
  (
    'track subtitle subtitles sub subs subtitulo subtitulos legenda legendas legendado sous titre titres ' +
    'untertitel ut ' +
    'sottotitoli sottotitolo titulky napisy altyazi ondertiteling ondertitels undertexter undertekster tekst ' +
    'textning ' +
    'felirat subtitrare titlovi субтитры субтитри audio text lang language idioma langue sprache lingua default ' +
    'full dialog dialogue'
  ).split(' '),
);
/** A language after one of these is not the subtitle's. */
const OTHER_LANGUAGE_FOLLOWS = new Set(['from', 'not', 'no', 'non', 'without', 'sans', 'ohne', 'sin']);

const TAG_OF_NAME = tagsByWord(NAMES_OF_TAG);
const TAG_OF_CODE = tagsByWord(CODES_OF_TAG);
const NAMES_WITHOUT_SPACES = [...TAG_OF_NAME.keys()]
  .filter((name) => WITHOUT_SPACES.test(name))
  .sort((a, b) => b.length - a.length);

const VARIANTS = new Map(
  Object.entries(VARIANTS_OF_LANGUAGE).map(([tag, variants]) => [
    tag,
    Object.entries(variants).map(([variant, names]) => [variant, names.split(', ').map(folded)] as const),
  ]),
);

/**
 * The BCP 47 tag that a stated language means: a tag in any spelling (`pt_br`, `fr (CA)`), an ISO 639 code of two or
 * three letters (`ger`, `deu`), another code in use (`chs`), or a name in English or in the language itself. Of several
 * languages (`chs&eng`) it is the first. Undefined when it means no known language.
 */
export function languageTagOf(stated: string): string | undefined {
  const spelled = folded(stated);
  const words = withoutOrdinals(spelled);
  const tag = TAG_OF_CODE.get(words) ?? TAG_OF_NAME.get(words) ?? knownTag(words === spelled ? stated : words);
  if (tag !== undefined) return tag;
  const parts = stated.split(BETWEEN_LANGUAGES);
  for (const part of parts.length > 1 ? parts : []) {
    const first = languageTagOf(part);
    if (first !== undefined) return first;
  }
  return (
    tagInWords(words) ?? codeWithVariant(words) ?? languageNamed(stated) ?? firstOfCodes(words) ?? codeInLabel(stated)
  );
}

/**
 * The language that a label names: `English (SDH)`, `Português (Brasil) - forced`, `1. English`, `Legendas PT-BR`.
 * Stricter than {@link languageTagOf}: a label's words are often codes of some small language too.
 */
export function languageInLabel(label: string): string | undefined {
  const words = folded(label);
  return TAG_OF_NAME.get(words) ?? languageNamed(label) ?? TAG_OF_CODE.get(words) ?? codeInLabel(label);
}

/**
 * The stated language, or a more exact one where the label names it: `pt` is `pt-BR` beside `Português (Brasil)` and
 * beside `Brasil`. A label that names another language changes nothing.
 */
export function refinedByLabel(tag: string, label: string): string {
  if (tag.includes('-')) return tag;
  const words = folded(label).split(' ');
  const isOneWord = words.length === 1;
  const variant = variantOf(tag, words, isOneWord);
  if (variant !== undefined && isOneWord) return variant;
  const named = languageInLabel(label);
  if (named === undefined) return variant ?? tag;
  return isMoreExact(named, tag) ? named : tag;
}

function isMoreExact(tag: string, than: string): boolean {
  return tag.startsWith(`${than}-`) || LARGER_LANGUAGE[tag] === than;
}

/** A language's English name: `Brazilian Portuguese`; `Unknown` for `und`. */
export function englishNameOf(tag: string): string {
  if (tag === UNKNOWN_LANGUAGE) return 'Unknown';
  return nameOfLanguage(new Intl.Locale(tag).baseName) ?? nameOfLanguage(new Intl.Locale(tag).language) ?? tag;
}

/** A tag of a known language. A region that does not exist is left out. */
function knownTag(stated: string): string | undefined {
  const spelled = stated.trim().replaceAll('_', '-');
  if (!TAG_LIKE.test(spelled)) return undefined;
  try {
    const tag = Intl.getCanonicalLocales(spelled)[0];
    const { language, script, region } = new Intl.Locale(tag ?? UNKNOWN_LANGUAGE);
    if (language === UNKNOWN_LANGUAGE || nameOfLanguage(language) === undefined) return undefined;
    if (region === undefined || nameOfRegion(region) !== undefined) return tag;
    return script === undefined ? language : `${language}-${script}`;
  } catch {
    return undefined;
  }
}

/** Of a language and a place only: other words of few letters are parts of names and tags alike. */
function tagInWords(words: string): string | undefined {
  return LANGUAGE_AND_PLACE.test(words) ? knownTag(words.replace(' ', '-')) : undefined;
}

/** `es lat`, `sr rs latin`: a code, and a word that refines it. */
function codeWithVariant(words: string): string | undefined {
  const [first = '', ...others] = words.split(' ');
  const tag = others.length > 0 ? knownTag(first) : undefined;
  return tag === undefined ? undefined : variantOf(tag, others, true);
}

/** `chs eng`: nothing but codes, of which the first is a language. */
function firstOfCodes(words: string): string | undefined {
  const [first = '', ...others] = words.split(' ');
  return others.length > 0 && others.every((word) => SHORT_CODE.test(word))
    ? (TAG_OF_CODE.get(first) ?? knownTag(first))
    : undefined;
}

/** `1. en`, `en-2`, `eng2`: the number of a subtitle is no part of a language. */
function withoutOrdinals(words: string): string {
  const left = words.split(' ').filter((word) => !ORDINAL.test(word));
  return left.join(' ').replace(NUMBERED_CODE, '$1');
}

/** The first language that the text names, by its longest name, refined by the words beside it. */
function languageNamed(text: string): string | undefined {
  const words = folded(text).split(' ');
  for (let at = 0; at < words.length; at += 1) {
    if (OTHER_LANGUAGE_FOLLOWS.has(words[at - 1] ?? '')) continue;
    for (let count = Math.min(LONGEST_NAME_IN_WORDS, words.length - at); count > 0; count -= 1) {
      const tag = tagOfName(words.slice(at, at + count).join(' '));
      if (tag === undefined) continue;
      return tag.includes('-') ? tag : (moreExactly(tag, text, words, at, at + count) ?? tag);
    }
  }
  return nameInsideWord(words);
}

/** A language's tag refined by the words around its name (from `begin` to `end`), up to the next language. */
function moreExactly(
  tag: string,
  text: string,
  words: readonly string[],
  begin: number,
  end: number,
): string | undefined {
  const next = words.findIndex((word, index) => index >= end && tagOfName(word) !== undefined && !isVariant(tag, word));
  const behind = words.slice(end, next === -1 ? undefined : next);
  const inLabel = [...text.matchAll(TAG_IN_LABEL)].map(([each]) => knownTag(each));
  const region = REGION_IN_BRACKETS.exec(text)?.[1] ?? '';
  return (
    variantOf(tag, behind, true) ??
    variantOf(tag, words.slice(0, begin).reverse(), true) ??
    inLabel.find((each) => each !== undefined && isMoreExact(each, tag)) ??
    withRegion(tag, regionNamed(tag, behind) ?? (NO_REGIONS.has(region) ? undefined : region))
  );
}

function withRegion(tag: string, region: string | undefined): string | undefined {
  if (!region || region.toLowerCase() === tag || nameOfRegion(region) === undefined) return undefined;
  return `${tag}-${region}`;
}

/**
 * @param words from the language's name outwards
 * @param short whether a short word (`BR`, `LA`) that comes first counts
 */
function variantOf(tag: string, words: readonly string[], short: boolean): string | undefined {
  const text = ` ${words.join(' ')} `;
  const turned = ` ${words.toReversed().join(' ')} `;
  for (const [variant, names] of VARIANTS.get(tag) ?? []) {
    for (const name of names) {
      const isShort = name.length <= 3 && !WITHOUT_SPACES.test(name);
      if (isShort ? short && words[0] === name : text.includes(` ${name} `) || turned.includes(` ${name} `))
        return variant;
    }
  }
  return undefined;
}

function isVariant(tag: string, word: string): boolean {
  return variantOf(tag, [word], true) !== undefined;
}

function nameInsideWord(words: readonly string[]): string | undefined {
  for (const word of words.filter((each) => WITHOUT_SPACES.test(each))) {
    const name = NAMES_WITHOUT_SPACES.find((each) => word.includes(each));
    if (name !== undefined) return TAG_OF_NAME.get(name);
  }
  return undefined;
}

/** `eng 2`, `eng(2)`: one of several tracks of a language. Of two letters it may as well be a server: `CN 1`. */
const NUMBERING = /(?<=\p{L}{3}) \d{1,2}$/u;

/** A code in a label counts where it has a place or brackets, or where only words for a subtitle precede it. */
function codeInLabel(label: string): string | undefined {
  const words = folded(label).replace(NUMBERING, '').split(' ');
  const begin = words.findIndex((word) => !BEFORE_A_CODE.has(word) && !ORDINAL.test(word));
  const alone = begin > 0 || words.length === 1 ? words.slice(begin).join(' ') : '';
  const candidates = [
    knownTag(label),
    ...[...label.matchAll(TAG_IN_LABEL)].map(([tag]) => (hasKnownEnding(tag) ? knownTag(tag) : undefined)),
    TAG_OF_CODE.get(alone) ?? knownTag(alone.replace(' ', '-')),
    ...[...label.matchAll(CODE_IN_BRACKETS)].map(
      ([, code = '']) => TAG_OF_CODE.get(code.toLowerCase()) ?? knownTag(code),
    ),
  ];
  return candidates.find((tag) => tag !== undefined && ISO_639_1.test(tag));
}

/** The region of a tag is dropped where it does not exist: here it must. */
function hasKnownEnding(tag: string): boolean {
  return knownTag(tag)?.includes('-') ?? false;
}

function tagOfName(name: string): string | undefined {
  // Short names are codes, and those are parts of other words; `lao` is a name and a code of the same language.
  const isCode = name.length <= 3 && TAG_LIKE.test(name) && name !== 'lao';
  return isCode ? undefined : (TAG_OF_NAME.get(name) ?? englishNames().get(name) ?? tagOfTranslatedName(name));
}

/** The English names of all languages with a code of two letters, for those that are in no table of ours. */
let tagsOfEnglishNames: ReadonlyMap<string, string> | undefined;

function englishNames(): ReadonlyMap<string, string> {
  tagsOfEnglishNames ??= new Map(
    pairsOfLetters('a').flatMap((code) => {
      const name = nameOfLanguage(code);
      return name === undefined || TAG_OF_NAME.has(folded(name))
        ? []
        : [[folded(name), Intl.getCanonicalLocales(code)[0]!] as const];
    }),
  );
  return tagsOfEnglishNames;
}

/** Regions by their names, in English and in the languages that were needed so far. */
const regionsByLanguage = new Map<string, ReadonlyMap<string, string>>();

function regionNamed(language: string, words: readonly string[]): string | undefined {
  for (let count = Math.min(LONGEST_NAME_IN_WORDS, words.length); count > 0; count -= 1) {
    const name = words.slice(0, count).join(' ');
    const region = regionsIn('en').get(name) ?? regionsIn(language).get(name);
    if (region !== undefined) return region;
  }
  return undefined;
}

function regionsIn(language: string): ReadonlyMap<string, string> {
  const known = regionsByLanguage.get(language);
  if (known) return known;
  const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
  const regions = new Map(
    pairsOfLetters('A').flatMap((code) => {
      const name = names.of(code);
      return name === undefined ? [] : [[folded(name), code] as const];
    }),
  );
  regionsByLanguage.set(language, regions);
  return regions;
}

function pairsOfLetters(first: 'a' | 'A'): string[] {
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(first.charCodeAt(0) + index));
  return letters.flatMap((one) => letters.map((other) => one + other));
}

function tagsByWord(wordsOfTag: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(wordsOfTag).flatMap(([tag, words]) => words.split(', ').map((word) => [folded(word), tag] as const)),
  );
}

let languageNames: Intl.DisplayNames | undefined;
let regionNames: Intl.DisplayNames | undefined;

function nameOfLanguage(tag: string): string | undefined {
  languageNames ??= new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
  return nameIn(languageNames, tag);
}

function nameOfRegion(region: string): string | undefined {
  regionNames ??= new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  return nameIn(regionNames, region);
}

function nameIn(names: Intl.DisplayNames, code: string): string | undefined {
  try {
    return names.of(code);
  } catch {
    return undefined;
  }
}
