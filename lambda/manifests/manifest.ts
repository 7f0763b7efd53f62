import type { Drm } from '../../contract/answer.ts';
import type { ListedRendition, MasterText, Rendition, SubtitleCandidate } from '../stream/candidate.ts';
import { pictureFacts } from '../stream/quality/picture-facts.ts';

/** The facts of one HLS playlist or MPD. All URLs are absolute. */
export interface Manifest {
  readonly type: 'hls' | 'dash';
  /** The ladder: distinct renditions with video. Absent for a media playlist. */
  readonly renditions?: readonly Rendition[];
  /** All variants of a master playlist with video. */
  readonly variants?: readonly PlaylistVariant[];
  /** Variants that play by themselves, with video and audio. */
  readonly playableVariants: readonly PlaylistVariant[];
  /** URLs of variants that do not: their audio is a separate stream. */
  readonly videoOnlyVariants?: readonly string[];
  /** URLs of streams without video. */
  readonly audioStreams?: readonly string[];
  /** There are streams, and none of them has video. */
  readonly isAudioOnly: boolean;
  /**
   * With `delivery: 'in-manifest'` the URL is that of the MPD that carries the subtitle, or of a playlist, which may
   * consist of a single file.
   */
  readonly subtitles: readonly SubtitleCandidate[];
  /** The systems that protect its streams. */
  readonly drm?: readonly Drm[];
  /** Every address that a master playlist lists, as it is written there. */
  readonly references?: readonly string[];
  /** The text of a master playlist. */
  readonly master?: MasterText;
  readonly isLive: boolean;
  /** Seconds; absent when live or unknown. */
  readonly duration?: number | undefined;
}

/** A variant of a master playlist, with its URL. */
export type PlaylistVariant = ListedRendition & { readonly url: string };

/** The variant that needs least; undefined where the manifest is no master playlist. */
export const lowestVariant = (variants: readonly PlaylistVariant[] = []): PlaylistVariant | undefined =>
  variants.toSorted((a, b) => (a.bandwidth ?? Infinity) - (b.bandwidth ?? Infinity))[0];

/** The text is not a manifest of its kind, or exceeds a bound. */
export class ManifestError extends Error {
  override name = 'ManifestError' as const;
}

export const MAX_MANIFEST_SUBTITLES = 100;

/** The absolute http(s) URL of a reference; undefined when there is none. */
export function resolveReference(reference: string, base: string): string | undefined {
  if (!URL.canParse(reference, base)) return undefined;
  const { protocol, href } = new URL(reference, base);
  return protocol === 'http:' || protocol === 'https:' ? href : undefined;
}

/** Each rendition once: the same one is often listed for each audio group. */
export function distinct(renditions: readonly Rendition[]): Rendition[] {
  const byFacts = new Map(renditions.map((rendition) => [JSON.stringify(pictureFacts(rendition)), rendition]));
  return [...byFacts.values()];
}
