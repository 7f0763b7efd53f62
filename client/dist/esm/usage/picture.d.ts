import type { Source, Variant } from '../answer.js';
/** What is on the screen. */
export interface Picture {
    /** `720p` */
    readonly quality: string | undefined;
    /** Kilobits per second, where the player knows. */
    readonly kbps: number | undefined;
}
/** The parts of a player that are read here. */
export interface MeasuredPlayer {
    on(event: any, listener: (...facts: any[]) => void): void;
    /** Of hls.js. */
    readonly levels?: readonly {
        readonly bitrate: number;
        readonly width?: number;
        readonly height: number;
    }[];
    /** The index of the level that plays; -1 for none. */
    readonly currentLevel?: number;
}
/**
 * The picture of a source: by the level that plays where the player is hls.js, else by its own size. What was declared
 * of a file counts for nothing: this is what its viewer really gets.
 */
export declare function pictureOf(video: HTMLVideoElement, source: Source, player: MeasuredPlayer | undefined): Picture;
/** The class of the rendition with this bit rate, in kilobits per second, where the source lists it. */
export declare function classOfRate({ variants }: {
    readonly variants?: readonly Variant[] | undefined;
}, kbps: number): "1080p" | "1440p" | "2160p" | "360p" | "480p" | "720p" | undefined;
/** Calls back with each address that a player loads media from. */
export declare function followAddresses(player: MeasuredPlayer, onAddress: (url: string) => void): void;
