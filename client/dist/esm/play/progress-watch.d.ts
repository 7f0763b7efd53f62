import type { Clock } from '../clock.js';
/** So little is left to play that the next source begins to load. */
export declare const NEARLY_EMPTY_S = 2;
export interface ProgressOptions {
    readonly clock: Clock;
    /** Milliseconds until the first picture. */
    readonly patience: number;
    /** Whether this source loads although nothing plays yet. */
    readonly loadsAhead: boolean;
    /** Called each time the picture has moved. */
    readonly onProgress: () => void;
}
/**
 * Watches a source until it makes no progress: no first picture in time, a picture that does not move, or nothing that
 * arrives while little is left. Time without a network does not count.
 *
 * @returns why, in words; rejects with the signal's reason
 */
export declare function stallOf(video: HTMLVideoElement, options: ProgressOptions, signal: AbortSignal): Promise<string>;
/** Seconds that are left to play of what has loaded, over the holes that a player jumps. */
export declare const leftToPlay: (video: HTMLVideoElement) => number;
