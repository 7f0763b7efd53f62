/** Quality classes, best first. `auto` is an adaptive stream, or a source of unknown quality. */
export const QUALITIES = ['2160p', '1440p', '1080p', '720p', '480p', '360p', 'auto'] as const;

export const SOURCE_TYPES = ['hls', 'dash', 'mp4', 'webm'] as const;
