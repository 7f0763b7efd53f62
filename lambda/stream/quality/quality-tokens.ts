import { QUALITIES } from '../../../contract/vocabulary.ts';
import type { Content } from '../content.ts';
import { pathSegments } from '../links/media-url.ts';
import { withoutMisleadingParts } from './misleading-text.ts';
import { classOfLines, type QualityClass, qualityClassOf } from './quality-class.ts';

const CLASS_OF_WORD: Readonly<Record<string, QualityClass>> = {
  sd: '480p',
  hd: '720p',
  fhd: '1080p',
  fullhd: '1080p',
  qhd: '1440p',
  wqhd: '1440p',
  quadhd: '1440p',
  '2k': '1440p',
  '3k': '1440p',
  uhd: '2160p',
  ultrahd: '2160p',
  '4k': '2160p',
  '5k': '2160p',
  '6k': '2160p',
  '7k': '2160p',
  '8k': '2160p',
};

/*
 * A token ends at anything but Latin letters and digits: `HD中字` and `4Kвидео` are written without a space. Letters may
 * also follow `1080p`, and two or more may precede it (`HD1080p`, `WEB1080p`); a single one makes it part of a name.
 */
const BEGIN = String.raw`(?<![\p{Script=Latin}\p{N}])`;
const END = String.raw`(?![\p{Script=Latin}\p{N}])`;
const BEGIN_OF_SIZE = String.raw`(?<!\p{N})(?<!(?<!\p{Script=Latin})\p{Script=Latin})`;
const RATE = '(?:(?:24|25|30|48|50|60|90|100|120)(?:fps|hz|p)?)?';
/** Suffixes of a number or a word. Other letters make it another word: `HDMI`, `4Kids`, `SDH`. */
const GLUED =
  '(?:[fu]?hd(?!mi)|sdr|hq|dv(?!d)|dolby|[xh]\\.?26|hevc|avc|av1|web|blu|bd|remux|ultra|video|vr(?!ip)|imax' +
  '|upscal|vost|vf|sub|dub|lat|eng|viet|multi|dual|to(?=\\d))';
const GLUED_OR_END = `(?:(?=${GLUED})|${END})`;

const LINES = '(?:2160|1440|1080|720|480|360)';
/** Sizes of files, rates, lengths and counts. */
const UNIT =
  String.raw`[\s._]?(?:[kmgt]i?b(?:it)?s?(?:ps|\/s)?|[kmg]o?|[kmgt]io|[kmg]bits?(?:ps|\/s)?|bps|mega\p{L}*|giga\p{L}*` +
  '|fps|hz|min(?:ute[ns]?|s)?|sec(?:ond)?s?|ms|hours?|deg(?:ree)?s?|frames?|views?|seed(?:er)?s?|peers?' +
  '|votes?|likes?|ep(?:isode)?s?|chapters?|pages?|parts?|files?|titles?|users?|people|days?' +
  String.raw`|years?)${END}|\s?(?:[%°º˚€£$¥]|[кмгт]?бит|[кмгт]б|мин|сери|эпизод|сезон|集|话|話|回|화|회|期|章|部|号|分|秒|年` +
  '|人|度|次|万|萬)';

/** `4K views` */
const COUNT = String.raw`\s?(?:views?|subs(?:cribers?)?|followers?|fans?|likes?|votes?|users?|people|plays?)${END}`;

/** `1280x720`, `720p`, `720p60`, `1080i`, `hd720`, `1080HD`; `x264-hdr` and `hdtv` are none. */
const SIZE = new RegExp(
  String.raw`${BEGIN_OF_SIZE}(?:(\d{3,5})\s?[x×*]\s?(?!26[45](?!\d))(\d{3,5})(?!\p{N})|(\d{3,4})(?:p(?!eople` +
    String.raw`|ages?|cs|ieces|pi|pm|ts|si|oints|hotos|lays|arts|ersons?|eers)|i(?=\d|${GLUED}` +
    String.raw`|${END}))\d{0,3}(?!\p{N}))` +
    String.raw`|${BEGIN}(?:(?:[fu]|full|ultra)?hd(\d{3,4})${GLUED_OR_END}|(${LINES})(?=${GLUED}))`,
  'giu',
);
const WORD = new RegExp(
  `(?:${BEGIN}|(?<=hdr|uhd|web|video))([2-8]k)(?!${COUNT})(?:(?<!2k)${RATE}|(?:30|50|60)(?:fps|hz` +
    `|p)?)?${GLUED_OR_END}` +
    `|${BEGIN}([sh]d|(?:f|w?q|u)hd|(?:full|ultra|quad)[ ._-]?hd)${RATE}${GLUED_OR_END}`,
  'giu',
);
const BARE_IN_TEXT = new RegExp(
  String.raw`${BEGIN}(${LINES})${END}(?!${UNIT})(?![.,](?!0+${END})\d{1,2}(?![\p{L}\p{N}.]))`,
  'giu',
);
const BARE_IN_FILE_NAME = /(?<=^|[_. ([-])(2160|1440|1080|720|480|360)(?=[_. )\]-]|$)/g;
const BARE_SEGMENT = /^(2160|1440|1080|720|480|360)$/;
const SEPARATOR = /[ ._-]/g;
const EXTENSION = /\.[a-z0-9]{1,5}$/i;
/** Only an extension that cannot be part of the name: in `film.720p` there is none. */
const MEDIA_EXTENSION = /\.(?:m3u8?|mpd|mp4|m4v|webm|mkv|mov|avi|ts|m2ts|flv|wmv|ism)$/i;
/** Akamai's and Kaltura's names for a whole ladder: they list every rendition. */
const LADDER = /\.(?:csmil|urlset)$/i;

/** One quality in any spelling. */
const ANY =
  String.raw`(?:\d{3,5}\s?[x×*]\s?\d{3,5}|\d{3,4}[pi]\d{0,3}|[2-8]k|(?:f|w?q|u)?hd|sd|(?:full|ultra)[ ._-]?hd` +
  `|${LINES})`;
const NUMBER = String.raw`(?:\d{3,4}[pi]|[2-8]k|${LINES}(?!${UNIT}))`;
/** `1080p/720p/480p`, `480p-1080p`. Of words, `/` and `&` make a list, and a comma does from the third on. */
const LIST = new RegExp(
  String.raw`${BEGIN}(?:${NUMBER}(?:\s?(?:[/,|&+~;–—-]|and|or|und|oder|et|ou|y|o|и)\s?${NUMBER})+` +
    String.raw`|${ANY}(?:\s?[/&+]\s?${ANY})+|${ANY}(?:\s?,\s?${ANY}){2,})${END}`,
  'giu',
);
/** `up to 1080p`, `from 480p to 1080p`: what a stream reaches. */
const REACH = new RegExp(
  String.raw`(?<!\p{L})(?:up\s?to|jusqu['’]?[àa]|bis(?:\szu)?|hasta|até|fino a|до)\s?${ANY}${END}` +
    String.raw`|(?<!\p{L})(?:from|von|de|da|от|с)\s${ANY}\s(?:up\s)?(?:to|bis|à|a|до)\s${ANY}${END}`,
  'iu',
);
/** `4Kto1080p`, `720p → 1080p`: the second was made from the first. */
const CONVERTED = new RegExp(
  String.raw`${BEGIN}${ANY}[\s._-]?(?:to|-+>|=+>|>+|[→⇒➜➔⟶»])[\s._-]?(?=${ANY}(?!\p{N}))`,
  'giu',
);
/** `from 4K`, `4K source`. */
const MADE_FROM = new RegExp(
  String.raw`(?<!\p{L})from[\s._-](?:an?\s|the\s|native\s)?${ANY}${END}|${BEGIN}${ANY}[\s._-](?:source|src)${END}`,
  'giu',
);
const ENLARGED = /up[ -]?(?:scal|rez|conver|sampl)|hochskaliert|апскейл/iu;
const REDUCED = /down[ -]?(?:scal|rez|conver|sampl)|herunterskaliert|даунскейл/iu;

/** A number that follows one of these in a path is a number in a catalogue, not a number of lines. */
const NAMES_A_NUMBER = new Set(
  (
    'title titles movie movies film films tv show shows series season seasons episode episodes ep id ids tmdb imdb ' +
    'content item items watch server servers part vr'
  ).split(' '),
);

interface Token {
  readonly quality: QualityClass;
  /** The index of its first character. */
  readonly at: number;
}

/**
 * The quality that a label or a declared quality names: `1080p`, `1920x800`, `720`, `Full HD`, `4K (HEVC)`. A number
 * counts more than a word ("HD 1080p" is 1080p), and of words the best counts ("4K HD"). Of a conversion the target
 * counts.
 *
 * @returns `auto` for several qualities at once: `1080p/720p/480p`
 */
export function qualityInText(text: string): QualityClass | 'auto' | undefined {
  const plain = halfWidth(text).trim();
  if (NEGATIVE.test(plain)) return undefined;
  const meant = withoutMisleadingParts(plain);
  if (!ENLARGED.test(meant) && !REDUCED.test(meant) && REACH.test(meant)) return 'auto';
  const target = meant.replace(CONVERTED, ' ');
  return namedIn(target.replace(MADE_FROM, ' ')) ?? namedIn(target);
}

const NEGATIVE = /^[-−]\s?\d/;

/** Composed, and full-width forms (`１０８０ｐ`) as ASCII: they are 0xFEE0 apart. */
function halfWidth(text: string): string {
  return text.normalize('NFC').replace(FULL_WIDTH, (form) => String.fromCharCode(form.charCodeAt(0) - 0xfee0));
}

const FULL_WIDTH = /[\uff01-\uff5e]/g;

function namedIn(text: string): QualityClass | 'auto' | undefined {
  const sizes = tokensOf(SIZE, text, ofSize);
  const numbers = sizes.length > 0 ? sizes : tokensOf(BARE_IN_TEXT, text, ofLines);
  const words = tokensOf(WORD, text, ofWord);
  const scaled = scaledTo(text, [...numbers, ...words]);
  if (scaled) return scaled;
  if (namesList(text) || classesOf(numbers).size > 1) return 'auto';
  return numbers.at(-1)?.quality ?? best(words);
}

/**
 * The quality that a URL's path names; its host and its query never count. The segment nearest the end that names one
 * wins, and in it the token nearest its end; a number counts more than a word there, too (`1080p.DTS-HD.mkv`). A bare
 * number counts between `_`, `.` or `-` in the file name, or as a whole segment, unless it is the content's own id,
 * season or episode, or follows a segment that names an id (`/title/720/`). A segment that lists several names none.
 */
export function qualityInPath(url: URL, content: Content): QualityClass | undefined {
  const own = ownNumbers(content);
  const segments = pathSegments(url);
  for (let index = segments.length - 1; index >= 0; index -= 1) {
    const segment = segments[index] ?? '';
    const isFileName = index === segments.length - 1;
    const stem = isFileName ? segment.replace(EXTENSION, '') : segment;
    if (BARE_SEGMENT.test(stem)) {
      if (!own.includes(stem) && !NAMES_A_NUMBER.has((segments[index - 1] ?? '').toLowerCase())) {
        return classOfLines(Number(stem));
      }
      continue;
    }
    if (LADDER.test(segment)) continue;
    const name = withoutMisleadingParts(halfWidth(segment.replace(MEDIA_EXTENSION, ''))).replace(CONVERTED, ' ');
    const sizes = tokensOf(SIZE, name, ofSize);
    const isList = namesList(name) || classesOf(sizes).size > 2;
    if (isList && !ENLARGED.test(name) && !REDUCED.test(name)) return undefined;
    const bare = isFileName ? tokensOf(BARE_IN_FILE_NAME, name, (match) => ofLines(match, own)) : [];
    const words = tokensOf(WORD, name, ofWord);
    const named =
      scaledTo(name, [...sizes, ...bare, ...words]) ?? later(sizes.at(-1), bare.at(-1))?.quality ?? best(words);
    if (named) return named;
  }
  return undefined;
}

const later = (a: Token | undefined, b: Token | undefined): Token | undefined =>
  a === undefined || (b !== undefined && b.at > a.at) ? b : a;

const classesOf = (tokens: readonly Token[]): ReadonlySet<QualityClass> =>
  new Set(tokens.map(({ quality }) => quality));

const best = (tokens: readonly Token[]): QualityClass | undefined => bestFirst(tokens)[0]?.quality;

const bestFirst = (tokens: readonly Token[]): Token[] =>
  tokens.toSorted((a, b) => QUALITIES.indexOf(a.quality) - QUALITIES.indexOf(b.quality));

/** The quality that a picture was scaled to, where the text states it. */
function scaledTo(text: string, tokens: readonly Token[]): QualityClass | undefined {
  if (ENLARGED.test(text)) return best(tokens);
  return REDUCED.test(text) ? bestFirst(tokens).at(-1)?.quality : undefined;
}

/** `4K/UHD` names one quality twice, and `HD / 1080p` a number and a word for it. */
function namesList(text: string): boolean {
  return [...text.matchAll(LIST)].some(([list]) => {
    const lines = [...tokensOf(SIZE, list, ofSize), ...tokensOf(BARE_IN_TEXT, list, ofLines)];
    const words = tokensOf(WORD, list, ofWord);
    if (lines.length === 0) return classesOf(words).size > 1;
    const thousands = words.filter(({ at }) => DIGIT.test(list.charAt(at)));
    return classesOf([...lines, ...thousands]).size > 1 || (!BY.test(list) && new Set(list.match(NUMBERS)).size > 1);
  });
}

/** Renditions below 360p are of one class: `144p, 240p`. */
const NUMBERS = /\d{3,4}/g;
const BY = /[x×*]/i;
const DIGIT = /\d/;

function tokensOf(
  pattern: RegExp,
  text: string,
  read: (match: readonly (string | undefined)[]) => QualityClass | undefined,
): Token[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const quality = read(match);
    return quality ? [{ quality, at: match.index }] : [];
  });
}

function ofSize([, width, height, ...lines]: readonly (string | undefined)[]): QualityClass | undefined {
  if (width !== undefined) return qualityClassOf(Number(width), Number(height));
  return classOfLines(Number(lines.find((each) => each !== undefined)));
}

function ofLines([lines]: readonly (string | undefined)[], excluded: readonly string[] = []): QualityClass | undefined {
  return lines === undefined || excluded.includes(lines) ? undefined : classOfLines(Number(lines));
}

function ofWord([, thousands, word]: readonly (string | undefined)[]): QualityClass | undefined {
  return CLASS_OF_WORD[(thousands ?? word ?? '').toLowerCase().replace(SEPARATOR, '')];
}

function ownNumbers(content: Content): readonly string[] {
  return content.mediaType === 'movie'
    ? [content.tmdbId]
    : [content.tmdbId, String(content.season), String(content.episode)];
}
