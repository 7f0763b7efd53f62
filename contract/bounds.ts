/*
 * The most sources and subtitles of one answer: a table item holds 400 KB. Apart from answer.ts, since the functions
 * load it and Zod stays out of them.
 */
export const MAX_SOURCES = 100;
export const MAX_SUBTITLES = 200;
/** Renditions of one source. A ladder has some ten; a hostile manifest lists thousands. */
export const MAX_VARIANTS = 50;
/** Further addresses of one source. */
export const MAX_MIRRORS = 8;
/** UTF-16 code units of a label. */
export const MAX_LABEL_LENGTH = 500;
/** Retry-After of a 503 or 504 where the provider sent none, in seconds. */
export const RETRY_AFTER_SECONDS = 5;
