import type { ExtractorAnswer } from '../../contract/extractor-answer.ts';
import type { Extraction } from '../stream/candidate.ts';

/** An extractor's answer, or a catalogue row, as candidates: nulls become absent, unknown fields stay behind. */
export function toExtraction(answer: ExtractorAnswer): Extraction {
  return {
    sources: answer.sources.map((source) => ({
      url: addressOf(source.url),
      quality: source.quality ?? undefined,
      type: source.type ?? undefined,
      label: source.label ?? undefined,
      width: numberOf(source.width),
      height: numberOf(source.height),
      bandwidth: numberOf(source.bandwidth),
      codecs: source.codecs ?? undefined,
      frameRate: numberOf(source.frameRate),
      expiresAt: source.expiresAt ?? undefined,
    })),
    subtitles: (answer.subtitles ?? []).map((subtitle) => ({
      url: addressOf(subtitle.url),
      label: subtitle.label ?? undefined,
      language: subtitle.language ?? undefined,
    })),
    poster: answer.poster == null ? undefined : addressOf(answer.poster),
    duration: answer.duration ?? undefined,
  };
}

/**
 * Blanks around a URL do not count, and those in it are %20 (WHATWG URL Standard): as every player reads it. Nothing else
 * is written anew, since a signature covers the bytes.
 */
const addressOf = (url: string): string => url.trim().replaceAll(' ', '%20');

/** Some services write numbers as text, `1080p` and `30000/1001` among them. What is no number is no fact. */
function numberOf(fact: string | number | null | undefined): number | undefined {
  if (typeof fact === 'number') return Number.isFinite(fact) ? fact : undefined;
  const [, number, divisor = '1'] = NUMBER.exec(fact?.trim() ?? '') ?? [];
  const value = number === undefined ? Number.NaN : Number(number) / Number(divisor);
  return Number.isFinite(value) ? Math.round(value * 1000) / 1000 : undefined;
}

const NUMBER = /^(-?\d+(?:\.\d+)?(?:e\d{1,2})?)(?:p|\/(\d+))?$/i;
