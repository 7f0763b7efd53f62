import { USAGE_QUALITIES, type UsageQuality } from '../../contract/usage.ts';
import type { PlayerRecord } from './player-record.ts';

/** The least bits per second of each class, best first: the middle between what two neighbours usually need. */
const LEAST_BITRATE: readonly (readonly [UsageQuality, number])[] = [
  ['2160p', 12_000_000],
  ['1440p', 6_700_000],
  ['1080p', 3_500_000],
  ['720p', 1_750_000],
  ['480p', 980_000],
  ['360p', 0],
];

/** The class of what is on the screen. */
export interface QualityClass {
  readonly quality: UsageQuality;
  /** It was not said, but follows from the bit rate. */
  readonly isEstimated: boolean;
}

export const UNKNOWN_QUALITY: QualityClass = { quality: 'unknown', isEstimated: false };

/** The class that a record says or implies; undefined where it does neither. */
export function qualityOf({ quality, bitrate }: PlayerRecord): QualityClass | undefined {
  const said = USAGE_QUALITIES.find((each) => each === quality && each !== 'unknown');
  if (said) return { quality: said, isEstimated: false };
  const implied = bitrate === undefined ? undefined : LEAST_BITRATE.find(([, least]) => bitrate >= least);
  return implied && { quality: implied[0], isEstimated: true };
}
