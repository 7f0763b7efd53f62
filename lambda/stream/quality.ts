import type { Quality, SourceType } from '../../contract/answer.ts';
import type { SourceCandidate } from './candidate.ts';
import type { Content } from './content.ts';
import { pixelsOf } from './picture-facts.ts';
import { qualityClassOf } from './quality-class.ts';
import { qualityInPath, qualityInText } from './quality-tokens.ts';

/** How much stands behind a quality, weakest first. */
export const EVIDENCE = ['none', 'path', 'label', 'declared', 'manifest'] as const;
export type Evidence = (typeof EVIDENCE)[number];

export interface QualityFinding {
  readonly quality: Quality;
  readonly evidence: Evidence;
}

/** Numbers outside are no picture heights: a rank, a bitrate. */
const LEAST_LINES = 100;
const MOST_LINES = 4320;
const WHOLE_NUMBER = /^\d{1,5}$/;
const ADAPTIVE_WORD = /^(auto|adaptive)$/i;

/**
 * A source's quality, from the strongest evidence there is: its manifest, its declared dimensions, its declared
 * quality, its label, its path; `auto` when nothing tells. A stream whose renditions are known is adaptive: `auto`.
 */
export function qualityOf(candidate: SourceCandidate, type: SourceType, url: URL, content: Content): QualityFinding {
  const { renditions } = candidate.inspected ?? {};
  // A ladder that does not tell its sizes leaves the word to whoever declared one.
  const tellsNothing =
    renditions?.length === 1 && qualityClassOf(renditions[0]!.width, renditions[0]!.height) === undefined;
  if (renditions && !tellsNothing) return { quality: 'auto', evidence: 'manifest' };

  const declared =
    qualityClassOf(pixelsOf(candidate.width), pixelsOf(candidate.height)) ?? declaredQuality(candidate.quality, type);
  if (declared) return { quality: declared, evidence: 'declared' };

  const labelled = typeof candidate.label === 'string' ? qualityInText(candidate.label) : undefined;
  if (labelled) return { quality: labelled, evidence: 'label' };

  const inPath = qualityInPath(url, content);
  return inPath ? { quality: inPath, evidence: 'path' } : { quality: 'auto', evidence: 'none' };
}

function declaredQuality(declared: string | number | null | undefined, type: SourceType): Quality | undefined {
  if (typeof declared === 'number') return ofLines(declared);
  if (typeof declared !== 'string') return undefined;
  const text = declared.trim();
  if (WHOLE_NUMBER.test(text)) return ofLines(Number(text));
  // A single file cannot adapt: there the word only says that nobody knew.
  if (ADAPTIVE_WORD.test(text)) return type === 'hls' || type === 'dash' ? 'auto' : undefined;
  return qualityInText(text);
}

function ofLines(lines: number): Quality | undefined {
  return lines >= LEAST_LINES && lines <= MOST_LINES ? qualityClassOf(undefined, lines) : undefined;
}
