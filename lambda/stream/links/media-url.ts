const MAX_LENGTH = 8192;
const HTTP_WITHOUT_CREDENTIALS = /^https?:\/\/[^\s/?#@]+([/?#]\S*)?$/i;

/**
 * A link that an answer may carry: an absolute http(s) URL by the WHATWG URL Standard, without credentials and without
 * half a character, as the contract's `mediaUrl` describes it. Undefined for anything else.
 *
 * The parsed form is for reading only. An answer carries the text exactly as it was declared: serialising a URL can
 * change an escape, and with it the bytes that a signature covers.
 */
export function parseMediaUrl(text: string): URL | undefined {
  if (text.length > MAX_LENGTH || !HTTP_WITHOUT_CREDENTIALS.test(text) || !text.isWellFormed()) return undefined;
  const url = URL.parse(text);
  return url === null || url.username !== '' || url.password !== '' ? undefined : url;
}

/** The normal form of a URL, in which two spellings of one are equal; any other text as it is. */
export const normalised = (url: string): string => URL.parse(url)?.href ?? url;

/** The segments of a URL's path, percent-decoded; one that cannot be decoded stays as it is. */
export function pathSegments(url: URL): string[] {
  return url.pathname.split('/').map(decoded);
}

function decoded(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
