import { folded } from './folded.ts';

/** The languages of most subtitles, and those in which their labels are written. */
const LANGUAGES =
  'ar bg bn cs da de el en es et fa fi fr he hi hr hu id is it ja ko lt lv ms nb nl no pl pt ro ru sk sl sq sr sv ta te th ' +
  'tr uk ur vi zh';

/** A shorter word is often another: `Lets` is Latvian in Dutch. */
const SHORTEST = 5;
/** So are these, as long as they are: Polish and Turkish in Dutch. */
const OTHER_WORDS = new Set(['pools', 'turks']);

/**
 * How the name of a language ends as an adjective, in the language of the label: `Englische Untertitel`, `Napisy
 * angielskie`, `Sottotitoli italiani`. From the ending of the name to those of its adjectives.
 */
const ADJECTIVES: Readonly<Record<string, readonly (readonly [ending: string, adjectives: string])[]>> = {
  bg: [['ски', 'ски ска ско']],
  cs: [
    ['stina', 'sky ske ska'],
    ['ctina', 'cky cke cka'],
  ],
  da: [['sk', 'sk ske']],
  de: [['sch', 'sch sche scher sches schen']],
  el: [['ικα', 'ικα ικοι ικος ικη ικων']],
  es: [
    ['o', 'o a os as'],
    ['es', 'es esa eses esas'],
    ['an', 'an ana anes anas'],
    ['ol', 'ol ola oles olas'],
  ],
  fr: [['', ' e s es']],
  hr: [
    ['ski', 'ski ska sko'],
    ['cki', 'cki cka cko'],
  ],
  it: [
    ['o', 'o a i e'],
    ['ese', 'ese esi'],
  ],
  nb: [['sk', 'sk ske']],
  nl: [['s', 's se']],
  pl: [
    ['ski', 'ski skie ska sku skich'],
    ['cki', 'cki ckie cka cku ckich'],
  ],
  pt: [
    ['o', 'o a os as'],
    ['es', 'es esa eses esas'],
    ['ao', 'ao a aes as'],
  ],
  ro: [['a', 'a e']],
  ru: [
    ['ский', 'ский ские ская ских'],
    ['цкий', 'цкий цкие цкая цких'],
  ],
  sk: [
    ['cina', 'sky ske ska'],
    ['ctina', 'cky cke cka'],
  ],
  sl: [['scina', 'ski ska sko']],
  sr: [['ски', 'ски ска ско']],
  uk: [
    ['ська', 'ська ські ський ських'],
    ['цька', 'цька цькі цький цьких'],
  ],
};

let names: ReadonlyMap<string, string> | undefined;

/**
 * The tag of a language by its name in another language, and as an adjective in its own: `Polnisch`, `Fransızca`,
 * `angielskie`. A name of two languages is neither's.
 */
export function tagOfTranslatedName(name: string): string | undefined {
  names ??= translatedNames();
  return names.get(name);
}

function translatedNames(): ReadonlyMap<string, string> {
  const tags = new Map<string, string | undefined>();
  for (const inLanguage of LANGUAGES.split(' ')) {
    const display = new Intl.DisplayNames(inLanguage, { type: 'language', fallback: 'none' });
    for (const tag of LANGUAGES.split(' ')) {
      for (const name of formsOf(folded(display.of(tag) ?? ''), ADJECTIVES[inLanguage] ?? [])) {
        if (name.length < SHORTEST || OTHER_WORDS.has(name)) continue;
        tags.set(name, !tags.has(name) || sameLanguage(tags.get(name), tag) ? tag : undefined);
      }
    }
  }
  return new Map([...tags].filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function formsOf(name: string, adjectives: readonly (readonly [string, string])[]): string[] {
  const [ending, forms = ''] = adjectives.find(([each]) => name.endsWith(folded(each))) ?? [''];
  const stem = name.slice(0, name.length - folded(ending).length);
  return [name, ...forms.split(' ').map((form) => stem + folded(form))];
}

/** Norwegian has two tags, and most names of one are the other's. */
const sameLanguage = (one: string | undefined, other: string): boolean =>
  one === other || (one !== undefined && [one, other].every((tag) => tag === 'no' || tag === 'nb'));
