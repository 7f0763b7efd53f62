/** Quality classes, best first. `auto` is an adaptive stream, or a source of unknown quality. */
export declare const QUALITIES: readonly ['2160p', '1440p', '1080p', '720p', '480p', '360p', 'auto'];
export declare const SOURCE_TYPES: readonly ['hls', 'dash', 'mp4', 'webm'];
