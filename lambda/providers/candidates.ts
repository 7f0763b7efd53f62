import { MAX_MIRRORS, SOURCE_ID } from '../../contract/bounds.ts';
import type { ProviderAnswer } from '../../contract/provider-answer.ts';
import { boundedText } from '../stream/bounded-text.ts';
import type { Extraction, MirrorCandidate, SourceCandidate, SubtitleCandidate } from '../stream/candidate.ts';

const LONGEST_TEXT = 2_000;

/**
 * A provider's answer, or a catalogue row, as candidates. A fact that is null or of another type becomes absent, and
 * unknown fields are ignored. A candidate without a URL gets an empty one, so that it is dropped and counted later.
 */
export function toExtraction(answer: ProviderAnswer): Extraction {
  return {
    sources: answer.sources.map((source) => sourceOf(fieldsOf(source))),
    subtitles: Array.isArray(answer.subtitles)
      ? answer.subtitles.map((subtitle) => subtitleOf(fieldsOf(subtitle)))
      : [],
    poster: typeof answer.poster === 'string' ? addressOf(answer.poster) : undefined,
    duration: factOf(answer.duration),
  };
}

/**
 * A URL as every player reads it: blanks around it are removed, those in it are %20, and half a surrogate pair is
 * U+FFFD (WHATWG URL Standard). Everything else keeps its bytes, since a signature may cover them.
 */
export function addressOf(url: string): string {
  return url.trim().replaceAll(' ', '%20').toWellFormed();
}

export type Fields = Readonly<Record<string, unknown>>;

/** The fields of a JSON object; none of any other value. */
export function fieldsOf(stated: unknown): Fields {
  return typeof stated === 'object' && stated !== null ? (stated as Fields) : {};
}

function sourceOf(stated: Fields): SourceCandidate {
  return {
    url: typeof stated.url === 'string' ? addressOf(stated.url) : '',
    id: typeof stated.id === 'string' && SOURCE_ID.test(stated.id) ? stated.id : undefined,
    mirrors: Array.isArray(stated.mirrors) ? mirrorsOf(stated.mirrors) : undefined,
    needsHeaders: Object.keys(fieldsOf(stated.headers)).length > 0 || undefined,
    quality: factOf(stated.quality),
    type: textOf(stated.type),
    label: textOf(stated.label),
    width: numberOf(stated.width),
    height: numberOf(stated.height),
    bandwidth: numberOf(stated.bandwidth),
    codecs: textOf(stated.codecs),
    frameRate: numberOf(stated.frameRate),
    expiresAt: factOf(stated.expiresAt),
  };
}

function mirrorsOf(stated: readonly unknown[]): MirrorCandidate[] {
  return stated.slice(0, MAX_MIRRORS).map((each) => {
    const { url, label, expiresAt } = fieldsOf(each);
    return {
      url: typeof url === 'string' ? addressOf(url) : '',
      label: textOf(label),
      expiresAt: factOf(expiresAt),
    };
  });
}

function subtitleOf(stated: Fields): SubtitleCandidate {
  return {
    url: typeof stated.url === 'string' ? addressOf(stated.url) : '',
    label: textOf(stated.label),
    language: textOf(stated.language),
  };
}

function textOf(stated: unknown): string | undefined {
  return typeof stated === 'string' ? boundedText(stated, LONGEST_TEXT) : undefined;
}

function factOf(stated: unknown): string | number | undefined {
  return typeof stated === 'number' ? stated : textOf(stated);
}

/** A number, or a text that some providers write instead: `1080p`, `30000/1001`. Undefined for anything else. */
function numberOf(stated: unknown): number | undefined {
  if (typeof stated === 'number') return Number.isFinite(stated) ? stated : undefined;
  const [, number, divisor = '1'] = NUMBER.exec(textOf(stated)?.trim() ?? '') ?? [];
  const value = number === undefined ? Number.NaN : Number(number) / Number(divisor);
  return Number.isFinite(value) ? Math.round(value * 1000) / 1000 : undefined;
}

const NUMBER = /^(-?\d+(?:\.\d+)?(?:e\d{1,2})?)(?:p|\/(\d+))?$/i;
