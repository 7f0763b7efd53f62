import type { Subtitle } from '../../../contract/answer.ts';
import { MAX_LABEL_LENGTH } from '../../../contract/bounds.ts';
import { boundedText } from '../bounded-text.ts';
import type { SubtitleCandidate } from '../candidate.ts';
import { englishNameOf, languageInLabel, languageTagOf, refinedByLabel, UNKNOWN_LANGUAGE } from './languages.ts';
import { kindNamed, withoutKind } from './subtitle-kinds.ts';

/** A language is named within these characters: the rest of a long label is a description. */
const LONGEST_NAME = 120;
/** `Subtitles`, and what players write after a code: they name no language. */
const NO_LANGUAGE = /(?<!\p{L})(?:subtitles?|subs|default)(?!\p{L})/giu;
const FILE_OR_CHARSET = /\.(?:utf-?8|srt|vtt|ass|ssa|ttml|sub)$/i;
const AT_THE_ENDS = /^[\s._()[\]-]+|[\s._()[\]-]+(?:x[\s._-]*)?$/gi;
const BETWEEN_CODES = /[\s._()[\]-]+/;

/** The facts of a subtitle that its candidate declares, other than its address and its expiry. */
export function subtitleFactsOf(candidate: SubtitleCandidate): Omit<Subtitle, 'url' | 'expiresAt'> {
  const label = boundedText(candidate.label ?? '', MAX_LABEL_LENGTH).trim();
  const stated = boundedText(candidate.language ?? '', LONGEST_NAME);
  const named = withoutKind(boundedText(label, LONGEST_NAME)).trim();
  const { tag, isHearingImpaired } = statedLanguage(stated);
  const language = (tag === undefined ? languageInLabel(named) : refinedByLabel(tag, named)) ?? UNKNOWN_LANGUAGE;
  const kind =
    candidate.kind ??
    kindNamed(label, language) ??
    kindNamed(stated, language) ??
    (isHearingImpaired ? 'sdh' : undefined);
  return {
    label: label === '' ? englishNameOf(language) : label,
    language,
    ...(kind && { kind }),
    ...(candidate.delivery && { delivery: candidate.delivery }),
  };
}

/**
 * `en-CC` is English with captions, not English of the Cocos Islands; `en_GB.utf8` is a locale of POSIX. `hi` beside
 * another language means "hearing impaired": `en.hi`; by itself, and in `hi-IN`, it is Hindi.
 */
function statedLanguage(stated: string): { tag: string | undefined; isHearingImpaired: boolean } {
  const text = withoutKind(stated.replace(FILE_OR_CHARSET, '')).replace(NO_LANGUAGE, ' ').replace(AT_THE_ENDS, '');
  const codes = text.split(BETWEEN_CODES);
  const others = codes.filter((code) => code.toLowerCase() !== 'hi');
  if (others.length > 0 && others.length < codes.length && !HINDI_OF_INDIA.test(text)) {
    const tag = languageTagOf(others.join('-')) ?? languageTagOf(others.join(' '));
    if (tag !== undefined) return { tag, isHearingImpaired: true };
  }
  return { tag: languageTagOf(text), isHearingImpaired: false };
}

const HINDI_OF_INDIA = /^hi[-_](?:in|latn|deva)/i;

/**
 * One subtitle for each URL: the first, unless only a later one knows the language. The same language in another kind
 * or at another address stays. An MPD is the URL of all its tracks.
 */
export function distinctSubtitles(subtitles: readonly Subtitle[]): Subtitle[] {
  const best = new Map<string, Subtitle>();
  for (const each of subtitles) {
    const { url, label, language, kind, delivery } = each;
    const key = delivery === undefined ? url : JSON.stringify([url, label, language, kind]);
    const known = best.get(key);
    if (!known || (known.language === UNKNOWN_LANGUAGE && language !== UNKNOWN_LANGUAGE)) best.set(key, each);
  }
  return [...best.values()];
}
