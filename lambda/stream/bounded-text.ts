/**
 * The beginning of a text, well-formed: half of a surrogate pair at the cut is left out, and any other becomes U+FFFD.
 * Strict decoders refuse a whole document for one (RFC 8259 section 8.2, RFC 7493 section 2.1).
 *
 * @param most UTF-16 code units
 */
export function boundedText(text: string, most: number): string {
  const isCut = text.length > most;
  return (isCut ? text.slice(0, most).replace(HALF_AT_THE_END, '') : text).toWellFormed();
}

const HALF_AT_THE_END = /[\ud800-\udbff]$/;
