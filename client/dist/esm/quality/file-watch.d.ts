import type { Clock } from '../clock.js';
import type { Sample } from './bandwidth-memory.js';
interface FileWatch {
    readonly video: HTMLVideoElement;
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
