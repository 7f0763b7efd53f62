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
      width: source.width ?? undefined,
      height: source.height ?? undefined,
      bandwidth: source.bandwidth ?? undefined,
      codecs: source.codecs ?? undefined,
      frameRate: source.frameRate ?? undefined,
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
