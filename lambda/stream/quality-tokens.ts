import type { Content } from './content.ts';
import { pathSegments } from './path-segments.ts';
import { type QualityClass, qualityClassOf } from './quality-class.ts';

const CLASS_OF_WORD: Readonly<Record<string, QualityClass>> = {
  sd: '480p',
  hd: '720p',
  fhd: '1080p',
  fullhd: '1080p',
  qhd: '1440p',
  '2k': '1440p',
  uhd: '2160p',
  ultrahd: '2160p',
  '4k': '2160p',
  '8k': '2160p',
};

/** `1280x720`, `720p`, `720p60`, `1080i`, `hd720`: standing alone, so that `x264-hdr` and `hdtv` say nothing. */
const SIZE =
  /(?<![\p{L}\p{N}])(?:(\d{3,5})\s?[x×*]\s?(\d{3,5})(?:p\d{0,3})?|(\d{3,4})[pi](?:\d{2,3})?(?:fps)?|hd(\d{3,4}))(?![\p{L}\p{N}])/giu;
const WORD = /(?<![\p{L}\p{N}])(sd|[fqu]?hd|(?:full|ultra)[ ._-]?hd|[248]k)(?![\p{L}\p{N}])/giu;
const BARE_IN_TEXT = /(?<![\p{L}\p{N}])(2160|1440|1080|720|480|360)(?![\p{L}\p{N}]|\s?[km]b)/giu;
const BARE_IN_FILE_NAME = /(?<=^|[_. ([-])(2160|1440|1080|720|480|360)(?=[_. )\]-]|$)/g;
const BARE_SEGMENT = /^(2160|1440|1080|720|480|360)$/;
const SEPARATOR = /[ ._-]/g;
const EXTENSION = /\.[a-z0-9]{1,5}$/i;
/** Akamai's and Kaltura's names for a whole ladder: they list every rung. */
const LADDER = /\.(?:csmil|urlset)$/i;

/** What follows one of these in a path is a number of the catalogue, not a number of lines. */
const NAMES_A_NUMBER = new Set(
  'title titles movie movies film films tv show shows series season seasons episode episodes ep id ids tmdb imdb content item items watch'.split(
    ' ',
  ),
);

interface Token {
  readonly quality: QualityClass;
  /** Where it begins. */
  readonly at: number;
}

/**
 * The quality that a label or a declared quality names: `1080p`, `1920x800`, `720`, `Full HD`, `4K (HEVC)`.
 * A number says more than a word ("HD 1080p" is 1080p); of several alike the last one counts.
 */
export function qualityInText(text: string): QualityClass | undefined {
  return (lastToken(SIZE, text, ofSize) ?? lastToken(BARE_IN_TEXT, text, ofLines) ?? lastToken(WORD, text, ofWord))
    ?.quality;
}

/**
 * The quality that a URL's path names; its host and its query never count. The segment nearest the end that names one
 * wins, and in it the token nearest its end; a number says more than a word there, too (`1080p.DTS-HD.mkv`). A bare
 * number counts between `_`, `.` or `-` in the file name, or as a whole segment, unless it is the content's own id,
 * season or episode, or follows a segment that says it is one (`/title/720/`).
 */
export function qualityInPath(url: URL, content: Content): QualityClass | undefined {
  const own = ownNumbers(content);
  const segments = pathSegments(url);
  for (let index = segments.length - 1; index >= 0; index -= 1) {
    const segment = segments[index] ?? '';
    const isFileName = index === segments.length - 1;
    const stem = isFileName ? segment.replace(EXTENSION, '') : segment;
    if (BARE_SEGMENT.test(stem)) {
      if (!own.includes(stem) && !NAMES_A_NUMBER.has((segments[index - 1] ?? '').toLowerCase())) return ofLines([stem]);
      continue;
    }
    if (LADDER.test(segment)) continue;
    const size = lastToken(SIZE, segment, ofSize);
    const bare = isFileName ? lastToken(BARE_IN_FILE_NAME, segment, (match) => ofLines(match, own)) : undefined;
    const named = later(size, bare) ?? lastToken(WORD, segment, ofWord);
    if (named) return named.quality;
  }
  return undefined;
}

const later = (a: Token | undefined, b: Token | undefined): Token | undefined =>
  a === undefined || (b !== undefined && b.at > a.at) ? b : a;

function lastToken(
  pattern: RegExp,
  text: string,
  read: (match: readonly (string | undefined)[]) => QualityClass | undefined,
): Token | undefined {
  let last: Token | undefined;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const quality = read(match);
    if (quality) last = { quality, at: match.index };
  }
  return last;
}

function ofSize([, width, height, lines, hdLines]: readonly (string | undefined)[]): QualityClass | undefined {
  if (width !== undefined) return qualityClassOf(Number(width), Number(height));
  return qualityClassOf(undefined, Number(lines ?? hdLines));
}

function ofLines([lines]: readonly (string | undefined)[], excluded: readonly string[] = []): QualityClass | undefined {
  return lines === undefined || excluded.includes(lines) ? undefined : qualityClassOf(undefined, Number(lines));
}

function ofWord([word]: readonly (string | undefined)[]): QualityClass | undefined {
  return CLASS_OF_WORD[(word ?? '').toLowerCase().replace(SEPARATOR, '')];
}

function ownNumbers(content: Content): readonly string[] {
  return content.mediaType === 'movie'
    ? [content.tmdbId]
    : [content.tmdbId, String(content.season), String(content.episode)];
}
