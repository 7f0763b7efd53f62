/**
 * A URL's scheme and authority, and all that follows: path, query and fragment may each hold a token. A colon without a
 * port after it ends the kept part: in a link that was cut off, a password may follow it.
 */
const LINK = /\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/?#"'<>@]*@)?((?:\[[^\s\]]*\]|[^\s/?#"'<>@:]+)(?::\d+)?)[^\s"'<>]*/gi;

/** A query without its URL. */
const QUERY = /\?[^\s"'<>=?]+=[^\s"'<>]*/g;

const BEARER = /\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi;

/** The text without link tokens and credentials: only the origin of a URL is left, and nothing of a query. */
export function redactedText(text: string): string {
  return text.replace(LINK, '$1$2/…').replace(QUERY, '?…').replace(BEARER, '$1 …');
}
