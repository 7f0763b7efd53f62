import type { VideoData } from '../answer.js';
/**
 * Whether a value has what callers rely on in an answer of the API: at least one source, and subtitles, each with a
 * link. Other fields are not checked, since new ones may be added at any time.
 */
export declare function isVideoData(value: unknown): value is VideoData;
