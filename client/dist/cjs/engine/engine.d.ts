import type { Source } from '../answer.js';
import type { Clock } from '../clock.js';
import type { Failure } from '../sources/failure.js';
import type { DashInstance, HlsInstance } from './player-library.js';
export type Loading = Map<string, () => number>;
/** One source in a video element: hls.js, dash.js or the browser itself. */
export interface Engine {
    /** The player of the library; undefined where the browser plays by itself. */
    readonly player: HlsInstance | DashInstance | undefined;
    /** Bytes that have arrived of what is not in the buffer before it is complete: of its picture, its sound. */
    readonly loading?: Loading;
    /** What keeps it from loading while it plays what has loaded; undefined while it loads. */
    trouble?(): Failure | undefined;
    /** When its present link expires, in milliseconds since 1970; undefined where that is the source's own time. */
    expiry?(): number | undefined;
    /** Continues with a newer link of the source at the same position. @returns false when it plays the old one again */
    renew?(next: Source, signal: AbortSignal): Promise<boolean>;
    destroy(): void;
}
/** What an engine starts with. */
export interface EngineStart {
    readonly video: HTMLVideoElement;
    readonly source: Source;
    /** Whether the answer has none of the manifest's subtitles as files: then the player adds them. */
    readonly hasOwnSubtitles: boolean;
    /** Seconds; undefined for the beginning, or the live edge. */
    readonly position: number | undefined;
    readonly clock: Clock;
    /** Aborted when another source takes over. */
    readonly signal: AbortSignal;
    /** Called before anything is loaded. */
    readonly onPlayer: (player: Engine['player']) => void;
    readonly onFailure: (failure: Failure) => void;
}
