/**
 * A URL's scheme and authority, and everything after: path, query and fragment may each contain a token. A colon
 * without a port ends what is kept, since in a truncated URL a password may follow it.
 */
const LINK = /\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/?#"'<>@]*@)?((?:\[[^\s\]]*\]|[^\s/?#"'<>@:]+)(?::\d+)?)[^\s"'<>]*/gi;

/** A query without its URL. */
const QUERY = /\?[^\s"'<>=?]+=[^\s"'<>]*/g;

/** Tokens in a path without its URL: of a media edge, and of bunny.net. */
const PATH_TOKEN = /\bt\/\d{10}\.\d+\.[\w-]+|\bbcdn_token=[^\s"'<>/]+/g;

const BEARER = /\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi;

/** The text without link tokens and credentials: a URL is cut to its origin, a query removed. */
export function redactedText(text: string): string {
  return text.replace(LINK, '$1$2/…').replace(QUERY, '?…').replace(PATH_TOKEN, '…').replace(BEARER, '$1 …');
}
