/** At most this many sources and subtitles in one answer: a table item holds 400 KB. */
export const MAX_SOURCES = 100;
export const MAX_SUBTITLES = 200;
