import type { Clock } from '../clock.js';
/** A picture that stands still for so long has failed. */
export declare const PATIENCE_MS = 8000;
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
 * Watches a source until it makes no progress: no first picture in time, a picture that stands still, or nothing that
 * arrives while little is left. Time without a network does not count.
 *
 * @returns why, in words; rejects with the signal's reason
 */
export declare function stallOf(video: HTMLVideoElement, options: ProgressOptions, signal: AbortSignal): Promise<string>;
