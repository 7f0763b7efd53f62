const UTF_16: readonly (readonly [encoding: string, bytes: readonly number[]])[] = [
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
  // Without a byte order mark XML begins with `<` (XML 1.0, appendix F).
  ['utf-16le', [0x3c, 0x00]],
  ['utf-16be', [0x00, 0x3c]],
];
const DECLARED_ENCODING = /^\s*<\?xml\s[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})["']/;

/** Decodes a manifest: UTF-8 (RFC 8216, 4), or the encoding of its byte order mark or XML declaration. */
export function manifestText(bytes: Uint8Array): string {
  const wide = UTF_16.find(([, beginning]) => beginning.every((byte, index) => bytes[index] === byte))?.[0];
  if (wide !== undefined) return new TextDecoder(wide).decode(bytes).trimStart();
  const text = new TextDecoder().decode(bytes).trimStart();
  const declared = DECLARED_ENCODING.exec(text)?.[1];
  // A declared UTF-16 is wrong where the declaration itself can be read as UTF-8.
  if (declared === undefined || /^u(tf|cs)/i.test(declared)) return text;
  try {
    return new TextDecoder(declared).decode(bytes).trimStart();
  } catch {
    return text;
  }
}

/** The format by the beginning of a text: `#EXTM3U` (RFC 8216, 4.3.1.1), or XML that may be an MPD. */
export function manifestFormatOf(text: string): 'hls' | 'dash' | undefined {
  if (HLS_BEGINNING.test(text)) return 'hls';
  return MPD_BEGINNING.test(text) ? 'dash' : undefined;
}

const HLS_BEGINNING = /^\s*#EXTM3U(?:\s|$)/;
const MPD_BEGINNING = /^\s*<(?:\?xml\s|!--|(?:[\w.-]{1,40}:)?MPD[\s>/])/;
