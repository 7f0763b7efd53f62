import type { Quality, SourceType } from '../../../contract/answer.ts';
import type { ListedRendition, SourceCandidate } from '../candidate.ts';
import type { Content } from '../content.ts';
import { pixelsOf } from './picture-facts.ts';
import { classOfLines, qualityClassOf } from './quality-class.ts';
import { qualityInPath, qualityInText } from './quality-tokens.ts';

/** The kinds of evidence for a quality, weakest first. */
const EVIDENCE = ['none', 'path', 'label', 'declared', 'manifest'] as const;
export type Evidence = (typeof EVIDENCE)[number];

/** Whether the first evidence is stronger than the second. */
export function isStronger(one: Evidence, other: Evidence): boolean {
  return EVIDENCE.indexOf(one) > EVIDENCE.indexOf(other);
}

export interface QualityFinding {
  readonly quality: Quality;
  readonly evidence: Evidence;
}

const WHOLE_NUMBER = /^\d{1,5}$/;
/** With whatever a service puts around it: `Auto…`, `(auto)`. */
const ADAPTIVE_WORD = /^[^\p{L}\p{N}]*(?:auto|adaptive)[^\p{L}\p{N}]*$/iu;

/**
 * A source's quality, from the strongest evidence there is: its manifest, its declared dimensions, its declared
 * quality, its label, its name in a master playlist, its path; `auto` when there is none. A stream whose renditions are
 * known is adaptive: `auto`.
 */
export function qualityOf(candidate: SourceCandidate, type: SourceType, url: URL, content: Content): QualityFinding {
  const { renditions } = candidate.inspected ?? {};
  if (renditions && !(renditions.length === 1 && saysNothing(renditions[0]!, content))) {
    return { quality: 'auto', evidence: 'manifest' };
  }

  const declared =
    qualityClassOf(pixelsOf(candidate.width), pixelsOf(candidate.height)) ?? declaredQuality(candidate.quality, type);
  if (declared) return { quality: declared, evidence: 'declared' };

  const labelled =
    (typeof candidate.label === 'string' ? namedQuality(candidate.label, type) : undefined) ??
    (candidate.variantName === undefined ? undefined : qualityInName(candidate.variantName.trim(), type));
  if (labelled) return { quality: labelled, evidence: 'label' };

  const inPath = qualityInPath(url, content);
  return inPath ? { quality: inPath, evidence: 'path' } : { quality: 'auto', evidence: 'none' };
}

/** A rendition without size and name is no evidence, so that a declared quality counts. */
function saysNothing({ width, height, url, variantName }: ListedRendition, content: Content): boolean {
  if (qualityClassOf(width, height) !== undefined) return false;
  const address = url === undefined ? null : URL.parse(url);
  return address === null || qualityOf({ url: address.href, variantName }, 'hls', address, content).evidence === 'none';
}

/** Names in a master playlist: `720p`, `Full HD`, or a usual number of lines. Other numbers are bitrates and ranks. */
function qualityInName(name: string, type: SourceType): Quality | undefined {
  return USUAL_LINES.has(name) ? classOfLines(Number(name)) : namedQuality(name, type);
}

const USUAL_LINES = new Set('144 180 234 240 270 288 360 396 404 432 480 504 540 576 720 1080 1440 2160'.split(' '));

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

/** `auto`, for an adaptive type. A single file cannot adapt: there `auto`, or a list of qualities, means unknown. */
function adaptive(type: SourceType): 'auto' | undefined {
  return type === 'hls' || type === 'dash' ? 'auto' : undefined;
}
