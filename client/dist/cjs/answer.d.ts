/** Quality classes, best first. `auto` is an adaptive stream, or a source of unknown quality. */
export type Quality = '2160p' | '1440p' | '1080p' | '720p' | '480p' | '360p' | 'auto';
export type SourceType = 'hls' | 'dash' | 'mp4' | 'webm';
/** One rendition of an adaptive stream. */
export interface Variant {
    quality: Quality;
    /** Pixels. */
    width?: number | undefined;
    /** Pixels. */
    height?: number | undefined;
    /** Peak bits per second. */
    bandwidth?: number | undefined;
    /** RFC 6381 codecs. */
    codecs?: string | undefined;
    frameRate?: number | undefined;
}
/** One way to play the title. */
export interface Source extends Variant {
    url: string;
    /** The same in every answer, also when the link is renewed. */
    id: string;
    type: SourceType;
    /** The operator's own name for the source. */
    label?: string | undefined;
    /** Which provider lists it, where the API asks more than one. */
    provider?: string | undefined;
    /** When the link expires, where that is known (ISO 8601, UTC). */
    expiresAt?: string | undefined;
    /** Systems that protect it, where its manifest says so. */
    drm?: ('widevine' | 'playready' | 'fairplay')[] | undefined;
    /** Found lately by the stage's prober; absent for a source that is well. */
    health?: 'slow' | 'down' | undefined;
    /** When something was found (UTC). */
    checkedAt?: string | undefined;
    /** Pages may not read it (CORS); other players may. */
    browser?: false | undefined;
    /** The renditions of an adaptive stream, best first. */
    variants?: Variant[] | undefined;
}
export interface Subtitle {
    label: string;
    /** BCP 47 language tag; `und` when unknown. */
    language: string;
    url: string;
    /** Absent for ordinary subtitles. */
    kind?: 'forced' | 'sdh' | undefined;
    /** `in-manifest`: not a file, but a track that a player finds in the HLS or DASH source. */
    delivery?: 'in-manifest' | undefined;
    /** When the link expires, where that is known (ISO 8601, UTC). */
    expiresAt?: string | undefined;
}
/** Everything the API knows about playing one title. */
export interface VideoData {
    /** Every playable source, best first. Never empty. */
    sources: Source[];
    subtitles: Subtitle[];
    poster?: string | undefined;
    /** Seconds. */
    duration?: number | undefined;
}
/** What the API adds about an answer. */
export interface AnswerMetadata {
    tmdbId: string;
    mediaType: 'movie' | 'tv';
    sourceCount: number;
    subtitleCount: number;
    /** The best class among the sources and their renditions. */
    bestQuality: Quality;
    /** Of what comes first, where the request said what to prefer. */
    preferredQuality?: Quality | undefined;
    /** How long the API took, as `12ms`. */
    responseTime: string;
}
/** What is wrong with one query parameter: part of a 400. */
export interface ErrorDetail {
    field: string;
    message: string;
}
