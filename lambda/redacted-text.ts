/**
 * A URL's scheme and authority, and everything after: path, query and fragment may each contain a token. A colon
 * without a port ends what is kept, since in a truncated URL a password may follow it.
 */
const LINK = /\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/?#"'<>@]*@)?((?:\[[^\s\]]*\]|[^\s/?#"'<>@:]+)(?::\d+)?)[^\s"'<>]*/gi;

/** A query without its URL. */
const QUERY = /\?[^\s"'<>=?]+=[^\s"'<>]*/g;

/** Tokens without their URL: in the path, of a media edge and of bunny.net, and in the query of CloudFront. */
const TOKEN = /t(?:\\?\/|%(?:25)*2f)\d{10}\.\d+\.[\w-]+|bcdn_token=[^\s"'<>/]+|\b(?:Signature|Policy)=[^\s"'<>&]+/gi;

const BEARER = /\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi;

/** The text without link tokens and credentials: a URL is cut to its origin, a query removed. */
export function redactedText(text: string): string {
  return text.replace(LINK, '$1$2/…').replace(QUERY, '?…').replace(TOKEN, '…').replace(BEARER, '$1 …');
}
