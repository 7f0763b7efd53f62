import type { Subtitle } from '../../contract/answer.ts';
import type { SubtitleCandidate } from './candidate.ts';
import { englishNameOf, languageInLabel, languageTagOf, UNKNOWN_LANGUAGE } from './languages.ts';

const FORCED = /(?<!\p{L}|\b(?:not|non)[ -])forced(?!\p{L})/iu;
const SDH =
  /(?<!\p{L}|\bnon[ -])(?:sdh|cc|hoh|hearing[ -]impaired|hard of hearing|(?:closed[ -])?captions?|für hörgeschädigte)(?!\p{L})/iu;
/** `HI` for "hearing impaired" only in brackets and capitals: `hi` is Hindi. */
const HEARING_IMPAIRED = /[([]HI[)\]]/;
const KIND_WORDS =
  /(?<!\p{L})(?:(?:non[ -])?(?:forced|sdh)|cc|hoh|hearing[ -]impaired|hard of hearing|(?:closed[ -])?captions?|für hörgeschädigte|subtitles?|subs)(?!\p{L})|[([]HI[)\]]/giu;
const LONGEST_LABEL = 500;

/** The facts of a subtitle that its candidate tells; its address and its expiry are not among them. */
export function subtitleFactsOf(candidate: SubtitleCandidate): Omit<Subtitle, 'url' | 'expiresAt'> {
  const label = (candidate.label ?? '').slice(0, LONGEST_LABEL).trim();
  const stated = (candidate.language ?? '').slice(0, LONGEST_LABEL);
  const language =
    languageTagOf(withoutKind(stated)) ?? languageInLabel(label.replace(KIND_WORDS, ' ')) ?? UNKNOWN_LANGUAGE;
  const kind = candidate.kind ?? kindIn(label) ?? kindIn(stated);
  return {
    label: label === '' ? englishNameOf(language) : label,
    language,
    ...(kind && { kind }),
    ...(candidate.delivery && { delivery: candidate.delivery }),
  };
}

/** `en-CC` is English with captions, not English of the Cocos Islands; `en_GB.utf8` is a locale of POSIX. */
function withoutKind(stated: string): string {
  return stated
    .replace(/\.utf-?8$/i, '')
    .replace(KIND_WORDS, ' ')
    .replace(/[\s._[\]()-]+$/, '');
}

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

function kindIn(text: string): Subtitle['kind'] {
  if (FORCED.test(text)) return 'forced';
  return SDH.test(text) || HEARING_IMPAIRED.test(text) ? 'sdh' : undefined;
}
