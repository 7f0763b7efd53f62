const UTF_16: readonly (readonly [encoding: string, bytes: readonly number[]])[] = [
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
  // Without a byte order mark XML begins with `<` all the same (XML 1.0, appendix F).
  ['utf-16le', [0x3c, 0x00]],
  ['utf-16be', [0x00, 0x3c]],
];
const DECLARED_ENCODING = /^\s*<\?xml\s[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})["']/;

/** Characters of a manifest from its bytes: UTF-8 (RFC 8216, 4), or what a byte order mark or an XML declaration says. */
export function manifestText(bytes: Uint8Array): string {
  const wide = UTF_16.find(([, beginning]) => beginning.every((byte, index) => bytes[index] === byte))?.[0];
  if (wide !== undefined) return new TextDecoder(wide).decode(bytes).trimStart();
  const text = new TextDecoder().decode(bytes).trimStart();
  const declared = DECLARED_ENCODING.exec(text)?.[1];
  // One that is UTF-16 by its own word, and can be read as UTF-8, is not.
  if (declared === undefined || /^u(tf|cs)/i.test(declared)) return text;
  try {
    return new TextDecoder(declared).decode(bytes).trimStart();
  } catch {
    return text;
  }
}

/** The format that a text begins like: `#EXTM3U` (RFC 8216, 4.3.1.1), or an XML that may be an MPD. */
export function manifestFormatOf(text: string): 'hls' | 'dash' | undefined {
  if (HLS_BEGINNING.test(text)) return 'hls';
  return MPD_BEGINNING.test(text) ? 'dash' : undefined;
}

const HLS_BEGINNING = /^\s*#EXTM3U(?:\s|$)/;
const MPD_BEGINNING = /^\s*<(?:\?xml\s|!--|(?:[\w.-]{1,40}:)?MPD[\s>/])/;
