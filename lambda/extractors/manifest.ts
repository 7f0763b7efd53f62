import type { Rendition, SubtitleCandidate } from '../stream/candidate.ts';
import { pictureFacts } from '../stream/picture-facts.ts';

/** What one HLS playlist or MPD says. All URLs are absolute. */
export interface Manifest {
  readonly type: 'hls' | 'dash';
  /** The ladder, playable video only. Absent for a media playlist. */
  readonly renditions?: readonly Rendition[];
  /** Variants that play by themselves, with picture and sound. */
  readonly variants: readonly (Rendition & { readonly url: string })[];
  /** URLs of those that do not: their sound is a stream of its own. */
  readonly silentVariants?: readonly string[];
  /** There are streams, and every one of them is sound. */
  readonly isAudioOnly?: boolean;
  /** Those with `delivery: 'in-manifest'` have the URL of a playlist, which may turn out to hold a single file. */
  readonly subtitles: readonly SubtitleCandidate[];
  readonly isLive: boolean;
  /** Seconds; absent when live or not told. */
  readonly duration?: number | undefined;
}

/** The text is not a manifest of its kind, or a hostile one. */
export class ManifestError extends Error {
  override name = 'ManifestError' as const;
}

/** A ladder has some ten rungs; whatever comes after these is not read. */
export const MAX_RENDITIONS = 50;
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

const AUDIO_CODEC = /^(mp4a|mp3|ac-3|ec-3|ac-4|opus|flac|alac|vorbis|dts[a-z+-]|mha1|mhm1|lpcm|iamf)/i;
const TEXT_CODEC = /^(wvtt|stpp|tx3g)/i;

/** True when the codecs (RFC 6381) are listed and none of them is, or may be, a picture. */
export function isAudioOnly(codecs: string | undefined): boolean {
  const listed = (codecs ?? '').split(',').map((codec) => codec.trim());
  return (
    listed.some((codec) => AUDIO_CODEC.test(codec)) &&
    listed.every((codec) => codec === '' || AUDIO_CODEC.test(codec) || TEXT_CODEC.test(codec))
  );
}
