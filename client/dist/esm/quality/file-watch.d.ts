import type { Clock } from '../clock.js';
import type { Sample } from './bandwidth-memory.js';
/** The parts of a video element that are used here. */
export interface WatchedVideo {
    readonly networkState: number;
    readonly currentTime: number;
    readonly duration: number;
    readonly readyState: number;
    readonly paused: boolean;
    readonly seeking: boolean;
    readonly ended: boolean;
    readonly buffered: {
        readonly length: number;
        start(index: number): number;
        end(index: number): number;
    };
}
interface FileWatch {
    readonly video: WatchedVideo;
    readonly url: string;
    /** Bits per second that the file needs. */
    readonly bandwidth: number;
    readonly clock: Clock;
    readonly onSample: (sample: Sample) => void;
    /** With the bits per second that arrive, where that was measured. */
    readonly onStall: (arriving: number | undefined) => void;
}
/**
 * Watches a file in a video element, whose loads a page does not see: by how much more of it is buffered, and when the
 * picture waits for it. Ends with the signal.
 */
export declare function watchFile(watch: FileWatch, signal: AbortSignal): Promise<void>;
export {};
