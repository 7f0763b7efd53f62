import type { HlsLevels, PlayerSettings } from './players.js';
export interface Hints {
    /** Bits per second; undefined where nothing is known. */
    readonly bandwidth: number | undefined;
    /** Bits per second that the viewer does not want to exceed. */
    readonly limit: number | undefined;
    /** A BCP 47 tag of the sound. */
    readonly language: string | undefined;
}
/**
 * The page's settings, and below them where to begin and what comes again. hls.js alone begins with a guess, and loads
 * a fragment only to measure; dash.js guesses too.
 */
export declare function hintsFor<Options extends PlayerSettings>(options: Options, { bandwidth, limit, language }: Hints): Options;
/** Where the line carries no level, hls.js would begin with the one that is listed first, which may be the best. */
export declare function beginLow(hls: HlsLevels): void;
