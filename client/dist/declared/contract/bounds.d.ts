export declare const MAX_SOURCES = 100;
export declare const MAX_SUBTITLES = 200;
/** Renditions of one source. A ladder has some ten; a hostile manifest lists thousands. */
export declare const MAX_VARIANTS = 50;
/** Further addresses of one source. */
export declare const MAX_MIRRORS = 8;
/** UTF-16 code units of a label. */
export declare const MAX_LABEL_LENGTH = 500;
/** Retry-After of a 503 or 504 where the provider sent none, in seconds. */
export declare const RETRY_AFTER_SECONDS = 5;
/** Titles that the item of purges holds: every container reads it every few seconds. More are a purge of everything. */
export declare const MAX_PURGE_TARGETS = 200;
