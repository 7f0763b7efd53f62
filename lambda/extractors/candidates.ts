import type { ExtractorAnswer } from '../../contract/extractor-answer.ts';
import type { Extraction } from '../stream/candidate.ts';

/** An extractor's answer, or a catalogue row, as candidates: nulls become absent, unknown fields stay behind. */
export function toExtraction(answer: ExtractorAnswer): Extraction {
  return {
    sources: answer.sources.map((source) => ({
      url: source.url,
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
      url: subtitle.url,
      label: subtitle.label ?? undefined,
      language: subtitle.language ?? undefined,
    })),
    poster: answer.poster ?? undefined,
    duration: answer.duration ?? undefined,
  };
}

/** Some services write numbers as text. What is no number is no fact. */
function numberOf(fact: string | number | null | undefined): number | undefined {
  const value = typeof fact === 'string' && fact.trim() !== '' ? Number(fact) : fact;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
