import type { Clock } from '../clock.js';
import type { Engine } from '../engine/engine.js';
export interface ProgressOptions {
    readonly clock: Clock;
    /** Milliseconds until the first picture. */
    readonly patience: number;
    /** Whether this source loads although nothing plays yet. */
    readonly loadsAhead: boolean;
    /** What loads in its engine. */
    readonly loading: Engine['loading'];
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
