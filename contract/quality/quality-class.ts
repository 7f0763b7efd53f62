import type { Quality } from '../answer.ts';

/** A quality that states a number of pixels: every one but `auto`. */
export type QualityClass = Exclude<Quality, 'auto'>;

/** All but the lowest, which has no least number of lines. */
const CLASSES: readonly (readonly [lines: number, name: QualityClass])[] = [
  [2160, '2160p'],
  [1440, '1440p'],
  [1080, '1080p'],
  [720, '720p'],
  [480, '480p'],
];

/** A picture slightly smaller than its class (1918 × 1078, 1072 lines) still belongs to it. */
const TOLERANCE = 0.95;

/**
 * The quality class of a picture, by the lines that a 16:9 frame of its width or height would have: 1920 × 800 is
 * 1080p, 1280 × 534 is 720p. A portrait picture counts as its landscape. Below 360p is still 360p.
 *
 * @param width pixels, where known · @param height pixels, where known
 * @returns undefined when neither is known
 */
export function qualityClassOf(width: number | undefined, height: number | undefined): QualityClass | undefined {
  if (width === undefined && height === undefined) return undefined;
  const portrait = width !== undefined && height !== undefined && height > width;
  const [across, down] = portrait ? [height, width] : [width, height];
  const lines = Math.max(down ?? 0, Math.round(((across ?? 0) * 9) / 16));
  return CLASSES.find(([least]) => lines >= TOLERANCE * least)?.[1] ?? '360p';
}
