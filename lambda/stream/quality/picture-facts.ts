import type { Variant } from '../../../contract/answer.ts';
import type { Rendition } from '../candidate.ts';

/** The facts of a picture that an answer gives beside a quality, where they are known and possible. */
export type PictureFacts = Omit<Variant, 'quality'>;

const MOST_PIXELS = 100_000;
const LONGEST_CODECS = 200;
const MOST_FRAMES = 1000;

/** Keeps the possible facts (whole, positive, of a sane size) and leaves the rest out. */
export function pictureFacts(stated: Rendition): PictureFacts {
  const width = pixelsOf(stated.width);
  const height = pixelsOf(stated.height);
  const whole = Math.round(stated.bandwidth ?? Number.NaN);
  const bandwidth = Number.isSafeInteger(whole) ? whole : undefined;
  const codecs = typeof stated.codecs === 'string' ? stated.codecs.trim() : '';
  const { frameRate } = stated;
  return {
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    ...(bandwidth !== undefined && bandwidth > 0 && { bandwidth }),
    ...(codecs !== '' && codecs.length <= LONGEST_CODECS && codecs.isWellFormed() && { codecs }),
    ...(frameRate !== undefined && frameRate > 0 && frameRate <= MOST_FRAMES && { frameRate }),
  };
}

/** A width or height in pixels; undefined for an impossible one. */
export function pixelsOf(stated: number | null | undefined): number | undefined {
  return typeof stated === 'number' && Number.isInteger(stated) && stated > 0 && stated <= MOST_PIXELS
    ? stated
    : undefined;
}
