/*
 * The bounds that the contract's schemas share with the functions, which load this file: Zod stays out of them.
 */

/** Sources and subtitles of one answer: a table item holds 400 KB. */
export const MAX_SOURCES = 100;
export const MAX_SUBTITLES = 200;
/** Renditions of one source. A ladder has some ten; a hostile manifest lists thousands. */
export const MAX_VARIANTS = 50;
/** Further addresses of one source. */
export const MAX_MIRRORS = 8;
/** The id of a source, unique within its title. */
export const SOURCE_ID = /^[A-Za-z0-9_-]{1,64}$/;
/** Pathways in a query of steering: nine sources, each as the playlist had it and as it was renewed, with some room. */
export const MAX_PATHWAYS = 40;
/** UTF-16 code units of a label. */
export const MAX_LABEL_LENGTH = 500;
/** Retry-After of a 503 or 504 where the provider sent none, in seconds. */
export const RETRY_AFTER_SECONDS = 5;
/** Titles that the item of purges holds: every container reads it every few seconds. More are a purge of everything. */
export const MAX_PURGE_TARGETS = 200;
/** Steps of one extraction that those who watch it are shown; of more, the last. */
export const MAX_STEPS = 40;
/** Titles that one WebSocket connection watches at a time. */
export const MAX_WATCHED_TITLES = 10;
/** WebSocket connections of one client. */
export const MAX_CLIENT_CONNECTIONS = 20;
/** Messages of one WebSocket connection in a minute. */
export const MAX_MESSAGES_A_MINUTE = 120;
/** The life of a ticket, in seconds. */
export const TICKET_SECONDS = 60;

/** What a viewer may store (preferences.ts): this number of subtitle languages, each a BCP 47 tag. */
export const MAX_LANGUAGES = 10;
export const SUBTITLE_LANGUAGE = /^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{1,8}){0,4}$/;

/** Characters of what a site calls a viewer, in the `sub` of a token. */
export const MAX_VIEWER_LENGTH = 256;
/** Bytes that HS256 wants of a secret at least (RFC 7518, section 3.2). */
export const MIN_TOKEN_SECRET_BYTES = 32;
