import type { Quality, SourceType } from '../../contract/answer.ts';
import type { ListedRendition, SourceCandidate } from './candidate.ts';
import type { Content } from './content.ts';
import { pixelsOf } from './picture-facts.ts';
import { qualityClassOf } from './quality-class.ts';
import { qualityInPath, qualityInText } from './quality-tokens.ts';

/** How much stands behind a quality, weakest first. */
export const EVIDENCE = ['none', 'path', 'label', 'declared', 'manifest'] as const;
export type Evidence = (typeof EVIDENCE)[number];

/** True when more stands behind the one than behind the other. */
export function isStronger(one: Evidence, other: Evidence): boolean {
  return EVIDENCE.indexOf(one) > EVIDENCE.indexOf(other);
}

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
 * quality, its label, its name in a master playlist, its path; `auto` when nothing tells. A stream whose renditions are known is adaptive: `auto`.
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
    (typeof candidate.label === 'string' ? qualityInText(candidate.label) : undefined) ??
    (candidate.variantName === undefined ? undefined : qualityInName(candidate.variantName.trim()));
  if (labelled) return { quality: labelled, evidence: 'label' };

  const inPath = qualityInPath(url, content);
  return inPath ? { quality: inPath, evidence: 'path' } : { quality: 'auto', evidence: 'none' };
}

/** A rung with neither size nor name leaves the word to whoever declared one. */
function saysNothing({ width, height, url, variantName }: ListedRendition, content: Content): boolean {
  if (qualityClassOf(width, height) !== undefined) return false;
  const address = url === undefined ? null : URL.parse(url);
  return address === null || qualityOf({ url: address.href, variantName }, 'hls', address, content).evidence === 'none';
}

/** A master playlist calls a variant `720p`, `Full HD`, or by a usual number of lines. Other numbers are bitrates and ranks. */
function qualityInName(name: string): Quality | undefined {
  return USUAL_LINES.has(name) ? ofLines(Number(name)) : qualityInText(name);
}

const USUAL_LINES = new Set('144 180 234 240 270 288 360 396 404 432 480 504 540 576 720 1080 1440 2160'.split(' '));

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
