import type { ListedRendition, Rendition, SubtitleCandidate } from '../stream/candidate.ts';
import { pictureFacts } from '../stream/quality/picture-facts.ts';

/** What one HLS playlist or MPD says. All URLs are absolute. */
export interface Manifest {
  readonly type: 'hls' | 'dash';
  /** The ladder, playable video only. Absent for a media playlist. */
  readonly renditions?: readonly Rendition[];
  /** The same ladder of a master playlist, each variant by itself. */
  readonly rungs?: readonly Rung[];
  /** Variants that play by themselves, with picture and sound. */
  readonly variants: readonly Rung[];
  /** URLs of those that do not: their sound is a separate stream. */
  readonly silentVariants?: readonly string[];
  /** URLs of streams without a picture. */
  readonly soundStreams?: readonly string[];
  /** There are streams, and none of them has a picture. */
  readonly isAudioOnly: boolean;
  /**
   * Those with `delivery: 'in-manifest'` have the URL of a playlist, which may turn out to hold a single file, or of the
   * MPD that carries them.
   */
  readonly subtitles: readonly SubtitleCandidate[];
  readonly isLive: boolean;
  /** Seconds; absent when live or not told. */
  readonly duration?: number | undefined;
}

/** A variant of a master playlist, with its address. */
export type Rung = ListedRendition & { readonly url: string };

/** The text is not a manifest of its kind, or a hostile one. */
export class ManifestError extends Error {
  override name = 'ManifestError' as const;
}

export const MAX_MANIFEST_SUBTITLES = 100;

/** An absolute http(s) URL, or undefined when the reference makes none. */
export function resolveReference(reference: string, base: string): string | undefined {
  if (!URL.canParse(reference, base)) return undefined;
  const { protocol, href } = new URL(reference, base);
  return protocol === 'http:' || protocol === 'https:' ? href : undefined;
}

/** The same rendition is often listed once for each audio group. */
export function distinct(renditions: readonly Rendition[]): Rendition[] {
  const byFacts = new Map(renditions.map((rendition) => [JSON.stringify(pictureFacts(rendition)), rendition]));
  return [...byFacts.values()];
}
