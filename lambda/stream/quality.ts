import type { Quality, SourceType } from '../../contract/answer.ts';
import type { SourceCandidate } from './candidate.ts';
import type { Content } from './content.ts';
import { pixelsOf } from './picture-facts.ts';
import { classOfLines, qualityClassOf } from './quality-class.ts';
import { qualityInPath, qualityInText } from './quality-tokens.ts';

/** How much stands behind a quality, weakest first. */
export const EVIDENCE = ['none', 'path', 'label', 'declared', 'manifest'] as const;
export type Evidence = (typeof EVIDENCE)[number];

export interface QualityFinding {
  readonly quality: Quality;
  readonly evidence: Evidence;
}

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

  const labelled = typeof candidate.label === 'string' ? namedQuality(candidate.label, type) : undefined;
  if (labelled) return { quality: labelled, evidence: 'label' };

  const inPath = qualityInPath(url, content);
  return inPath ? { quality: inPath, evidence: 'path' } : { quality: 'auto', evidence: 'none' };
}

function declaredQuality(declared: string | number | null | undefined, type: SourceType): Quality | undefined {
  if (typeof declared === 'number') return classOfLines(declared);
  if (typeof declared !== 'string') return undefined;
  const text = declared.trim();
  if (WHOLE_NUMBER.test(text)) return classOfLines(Number(text));
  return ADAPTIVE_WORD.test(text) ? adaptive(type) : namedQuality(text, type);
}

function namedQuality(text: string, type: SourceType): Quality | undefined {
  const named = qualityInText(text);
  return named === 'auto' ? adaptive(type) : named;
}

/** A single file cannot adapt: there `auto`, or a list of qualities, only says that nobody knew. */
function adaptive(type: SourceType): 'auto' | undefined {
  return type === 'hls' || type === 'dash' ? 'auto' : undefined;
}
