import type { HlsLevels, PlayerSettings } from './players.js';
/** What a viewer does not want to exceed. */
export interface Limits {
    readonly lines: number | undefined;
    /** Bits per second. */
    readonly limit: number | undefined;
}
/**
 * The page's settings, and below them where to begin. hls.js alone begins with a guess, and loads a fragment only
 * to measure; dash.js guesses too.
 */
export declare function hintsFor<Options extends PlayerSettings>(options: Options, { bandwidth, limit }: {
    bandwidth: number | undefined;
    limit: number | undefined;
}): Options;
/** Keeps an hls.js player below limits, once it knows its levels; what fits the line best stays its own choice. */
export declare function followLimits(hls: HlsLevels, limits: () => Limits): void;
/** Applies changed limits to what plays, from the next fragment on. */
export declare function applyLimits(hls: HlsLevels, limits: Limits): void;
