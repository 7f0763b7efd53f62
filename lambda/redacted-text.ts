/**
 * A URL's scheme and authority, and all that follows: path, query and fragment may each hold a token. A colon that no
 * port follows ends what is kept: in a link that was cut off, it may stand before a password.
 */
const LINK = /\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/?#"'<>@]*@)?((?:\[[^\s\]]*\]|[^\s/?#"'<>@:]+)(?::\d+)?)[^\s"'<>]*/gi;

/** A query that stands by itself, without its URL. */
const QUERY = /\?[^\s"'<>=?]+=[^\s"'<>]*/g;

const BEARER = /\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi;

/** The text without link tokens and credentials: of a URL only its origin is left, of a query nothing. */
export function redactedText(text: string): string {
  return text.replace(LINK, '$1$2/…').replace(QUERY, '?…').replace(BEARER, '$1 …');
}
