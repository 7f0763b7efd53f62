import type { DashRungs, HlsLevels } from './players.js';
/** What a viewer does not want to exceed. */
export interface Limits {
    readonly lines: number | undefined;
    /** Bits per second. */
    readonly limit: number | undefined;
}
/** One quality of a stream, as its player knows it. */
export interface Rung {
    readonly width?: number | undefined;
    readonly height?: number | undefined;
    /** Bits per second. */
    readonly bitrate: number;
}
/** A player that is kept below limits; what fits the line best stays its own choice. */
export interface Limited {
    rungs(): readonly Rung[];
    /** Applies changed limits to what plays, from the next fragment on. */
    apply(limits: Limits): void;
}
/** Keeps an hls.js player below limits, once it knows its levels. */
export declare function limitHls(hls: HlsLevels, limits: () => Limits): Limited;
/** The same for dash.js, which knows a limit of bits only, and forgets one that nothing is below. */
export declare function limitDash(dash: DashRungs, limits: () => Limits): Limited;
/** The lines by which viewers know a quality: 1080 for a wide film of 1920 to 804. 0 where no size is known. */
export declare function namedLines({ width, height }: Partial<Rung>): number;
