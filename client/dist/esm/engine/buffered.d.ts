/** So little is left to play that the next source begins to load. */
export declare const NEARLY_EMPTY_S = 2;
/** Fewer bytes are next to nothing: a host that sends no more is as good as silent. */
export declare const LEAST_BYTES = 1024;
/** Seconds that are left to play of what has loaded, over the holes that a player jumps. */
export declare const leftToPlay: (video: HTMLVideoElement) => number;
/** The end of what has loaded from the position on, in seconds; the position where nothing has. */
export declare function bufferedEnd({ buffered, currentTime }: HTMLVideoElement): number;
