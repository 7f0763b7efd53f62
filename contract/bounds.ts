/*
 * The most sources and subtitles of one answer: a table item holds 400 KB. Apart from answer.ts, since the functions
 * load it and Zod stays out of them.
 */
export const MAX_SOURCES = 100;
export const MAX_SUBTITLES = 200;
