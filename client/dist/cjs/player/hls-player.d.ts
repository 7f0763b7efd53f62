/** The parts of an hls.js player that are used here. Its `Hls` class has them. */
export interface HlsPlayer {
    readonly url: string | null;
    readonly media: HlsMedia | null;
    readonly config: {
        startPosition: number;
    };
    readonly levels: readonly HlsLevel[];
    /** The index of the level that the viewer chose; -1 for none. */
    readonly manualLevel: number;
    loadLevel: number;
    /** The index of the highest level that is chosen automatically; -1 for any. */
    autoLevelCapping: number;
    audioTrack: number;
    subtitleTrack: number;
    loadSource(url: string): void;
    on(event: any, listener: (...facts: any[]) => void): void;
    off(event: any, listener: (...facts: any[]) => void): void;
}
interface HlsLevel {
    readonly width?: number;
    readonly height: number;
    readonly bitrate: number;
}
interface HlsMedia {
    currentTime: number;
    playbackRate: number;
    readonly paused: boolean;
    readonly ended: boolean;
    readonly readyState?: number;
    play(): Promise<void>;
}
/** Playback position and player settings to restore. */
export interface PlayerState {
    readonly currentTime: number;
    readonly playbackRate: number;
    readonly isPlaying: boolean;
    readonly audioTrack: number;
    readonly subtitleTrack: number;
    readonly level: HlsLevel | undefined;
    readonly cap: HlsLevel | undefined;
}
export declare function stateOf(hls: HlsPlayer): PlayerState;
/**
 * Loads another source and restores a state: position, playing or paused, speed, quality, audio and subtitles. Loading
 * resets all of these (HTML standard, "media element load algorithm").
 *
 * Resolves when the first fragment is buffered. In any case, the player is left without the listeners and the start
 * position that were set here.
 *
 * @throws Error when the source cannot be loaded; the signal's reason when it is aborted
 */
export declare function continueWith(hls: HlsPlayer, url: string, state: PlayerState, signal: AbortSignal): Promise<void>;
export {};
