import type { Drm } from '../../contract/answer.ts';

/**
 * A source as a provider found it: an address, the facts that it declares, and other evidence. Nothing here is trusted
 * yet.
 */
export interface SourceCandidate extends Rendition {
  readonly url: string;
  /** Name of the provider that found it. */
  readonly provider?: string | undefined;
  /** Declared identity, the same over renewals of the link. */
  readonly id?: string | undefined;
  /** Further addresses of the same file. */
  readonly mirrors?: readonly MirrorCandidate[] | undefined;
  /** It plays only with request headers, which no page can send to a media host. */
  readonly needsHeaders?: boolean | undefined;
  /** Declared quality: `"1080p"`, `"FHD"`, `1080`. */
  readonly quality?: string | number | undefined;
  /** Declared type: `"hls"`, `"m3u8"`, `"video/mp4"`. */
  readonly type?: string | undefined;
  readonly label?: string | undefined;
  /** Its name in a master playlist (NAME of its EXT-X-STREAM-INF), where the source is one of its variants. */
  readonly variantName?: string | undefined;
  /** Declared expiry of the link: RFC 3339, or seconds since 1970. */
  readonly expiresAt?: string | number | undefined;
  /** The facts in its manifest; absent when it was not read or could not be. */
  readonly inspected?: Inspection | undefined;
}

/** Another address of a source's very file: its bytes are the same, only the host differs. */
export interface MirrorCandidate {
  readonly url: string;
  readonly label?: string | undefined;
  /** Declared expiry of its link: RFC 3339, or seconds since 1970. */
  readonly expiresAt?: string | number | undefined;
}

/** The facts in a manifest itself: stronger evidence than anything declared. */
export interface Inspection {
  /** The Content-Type it was served with. */
  readonly contentType?: string | undefined;
  /** Its real type, by its first bytes. */
  readonly type?: 'hls' | 'dash' | undefined;
  /** The ladder of a master playlist or of an MPD, playable video only. Absent for a media playlist. */
  readonly renditions?: readonly ListedRendition[] | undefined;
  /** The systems that protect it, where its manifest names some. */
  readonly drm?: readonly Drm[] | undefined;
  /** Every address that a master playlist lists, as it is written there. */
  readonly references?: readonly string[] | undefined;
  /** A master playlist as it was read. */
  readonly master?: MasterText | undefined;
}

/** The text of a master playlist, and where it was read. */
export interface MasterText {
  readonly text: string;
  /** After redirects: its references resolve against it. */
  readonly url: string;
}

/** The facts of a picture: of one video rendition of an adaptive stream, or of a source. */
export interface Rendition {
  /** Pixels. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** Peak bits per second. */
  readonly bandwidth?: number | undefined;
  readonly codecs?: string | undefined;
  readonly frameRate?: number | undefined;
}

/** A rendition, and the evidence for its quality where its size is not known. */
export interface ListedRendition extends Rendition {
  /** Absent in DASH, where a rendition has no address. */
  readonly url?: string | undefined;
  readonly variantName?: string | undefined;
}

export interface SubtitleCandidate {
  readonly url: string;
  readonly label?: string | undefined;
  readonly language?: string | undefined;
  /** From a manifest's FORCED=YES and its CHARACTERISTICS; otherwise read from the label. */
  readonly kind?: 'forced' | 'sdh' | undefined;
  readonly delivery?: 'in-manifest' | undefined;
}

/** Everything a provider found for one content. */
export interface Extraction {
  readonly sources: readonly SourceCandidate[];
  readonly subtitles: readonly SubtitleCandidate[];
  readonly poster?: string | undefined;
  /** Seconds, `H:MM:SS` or an ISO 8601 duration. */
  readonly duration?: string | number | undefined;
  /** Not all of the providers that were asked had answered: they may have more. */
  readonly isPartial?: boolean | undefined;
  /** What of it can be in no answer because of how it is written: the field, and what is wrong with it. */
  readonly unusable?: readonly { readonly field: string; readonly message: string }[] | undefined;
}
