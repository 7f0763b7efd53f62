/** What a viewer keeps when another source takes over: the position, the speed, and whether it plays. */
export declare class PlaybackState {
    #private;
    constructor(video: HTMLVideoElement, autoplay: boolean, signal: AbortSignal);
    /** Seconds to begin at; undefined for the beginning, or the edge of a live stream. */
    get position(): number | undefined;
    /** Whether the viewer, or the page, wants it to play. */
    get isWanted(): boolean;
    /** Call it before a source is replaced. */
    leave(): void;
    /** Restores the state in a source whose metadata has loaded. */
    restore(): void;
}
