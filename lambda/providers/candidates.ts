import type { ExtractorAnswer } from '../../contract/provider-answer.ts';
import { boundedText } from '../stream/bounded-text.ts';
import type { Extraction, SourceCandidate, SubtitleCandidate } from '../stream/candidate.ts';

const LONGEST_TEXT = 2_000;

/**
 * An extractor's answer, or a catalogue row, as candidates. What cannot be read, null or a fact of another type, becomes
 * absent, and unknown fields stay behind. Without an address a candidate has the empty one, which no answer takes: so it
 * is counted with the other links that are dropped.
 */
export function toExtraction(answer: ExtractorAnswer): Extraction {
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
 * Blanks around a URL do not count, those in it are %20, and half a surrogate pair is U+FFFD (WHATWG URL Standard): as
 * every player reads it. Nothing else is written anew, since a signature covers the bytes.
 */
export function addressOf(url: string): string {
  return url.trim().replaceAll(' ', '%20').toWellFormed();
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(stated: unknown): Fields {
  return typeof stated === 'object' && stated !== null ? (stated as Fields) : {};
}

function sourceOf(stated: Fields): SourceCandidate {
  return {
    url: typeof stated.url === 'string' ? addressOf(stated.url) : '',
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

/** Some services write numbers as text, `1080p` and `30000/1001` among them. What is no number is no fact. */
function numberOf(stated: unknown): number | undefined {
  if (typeof stated === 'number') return Number.isFinite(stated) ? stated : undefined;
  const [, number, divisor = '1'] = NUMBER.exec(textOf(stated)?.trim() ?? '') ?? [];
  const value = number === undefined ? Number.NaN : Number(number) / Number(divisor);
  return Number.isFinite(value) ? Math.round(value * 1000) / 1000 : undefined;
}

const NUMBER = /^(-?\d+(?:\.\d+)?(?:e\d{1,2})?)(?:p|\/(\d+))?$/i;
