import { ManifestError } from './manifest.ts';

/** Some 24 hours of two-second segments. */
const MAX_LINES = 100_000;
const MAX_LINE_LENGTH = 8192;
const MAX_COMMAS = 64;
const MAX_DEFINITIONS = 100;
const MAX_EXPANDED_LENGTH = 4 * 1024 * 1024;

/** A playlist's lines, sorted by who may read them. */
export interface HlsLines {
  /** Safe for m3u8-parser: stream, segment and end tags, and URIs. */
  readonly structure: readonly string[];
  /** Attributes of the EXT-X-MEDIA tags. */
  readonly media: readonly ReadonlyMap<string, string>[];
}

const STRUCTURE = /^#(EXTM3U$|EXTINF:|EXT-X-(STREAM-INF:|TARGETDURATION:|ENDLIST))/;
const ATTRIBUTE_LIST = /^#EXT-X-(STREAM-INF|MEDIA|DEFINE):/;

/**
 * Sorts the lines of a playlist whose author is not trusted. m3u8-parser writes EXT-X-MEDIA names into plain objects
 * (a GROUP-ID of `constructor` reaches the global Object) and needs quadratic time for lines of commas or blanks, so it
 * is given only tags and lines that cannot do either.
 *
 * @param url the playlist's own: EXT-X-DEFINE may take variables from its query (draft-pantos-hls-rfc8216bis, 4.4.2.3)
 * @throws ManifestError it does not begin with #EXTM3U (RFC 8216, 4.3.1.1), or is too large
 */
export function readHlsLines(text: string, url: string): HlsLines {
  const lines = text.trimStart().split('\n', MAX_LINES + 1);
  // IPTV lists write attributes behind it.
  if (!/^#EXTM3U(\s|$)/.test(lines[0] ?? '')) throw new ManifestError('not an HLS playlist');
  lines[0] = '#EXTM3U';
  if (lines.length > MAX_LINES) throw new ManifestError('too many lines');
  const structure: string[] = [];
  const media: Map<string, string>[] = [];
  const definitions = new Map<string, string>();
  let length = 0;
  for (const untrimmed of lines) {
    const line = substitute(untrimmed.trim(), definitions);
    if (line === '' || !isBounded(line)) continue;
    length += line.length;
    if (length > MAX_EXPANDED_LENGTH) throw new ManifestError('variables expand without bound');
    if (line.startsWith('#EXT-X-MEDIA:')) media.push(readAttributes(line));
    else if (line.startsWith('#EXT-X-DEFINE:')) define(readAttributes(line), definitions, url);
    else if (!line.startsWith('#') || STRUCTURE.test(line)) structure.push(line);
  }
  return { structure, media };
}

function isBounded(line: string): boolean {
  if (line.length > MAX_LINE_LENGTH) return false;
  if (!ATTRIBUTE_LIST.test(line)) return true;
  return line.split(',', MAX_COMMAS + 2).length <= MAX_COMMAS + 1 && !/\s{8}/.test(line);
}

/** An attribute list (RFC 8216, 4.2). Reading stops at the first thing that is none. */
function readAttributes(line: string): Map<string, string> {
  const attribute = /\s*([A-Z0-9-]+)=(?:"([^"]*)"|([^",]*))(?:,|$)/y;
  attribute.lastIndex = line.indexOf(':') + 1;
  const attributes = new Map<string, string>();
  for (let match = attribute.exec(line); match !== null; match = attribute.exec(line)) {
    attributes.set(match[1]!, match[2] ?? match[3]!.trim());
  }
  return attributes;
}

function define(attributes: ReadonlyMap<string, string>, definitions: Map<string, string>, url: string): void {
  const parameter = attributes.get('QUERYPARAM');
  const name = parameter ?? attributes.get('NAME');
  const value = parameter === undefined ? attributes.get('VALUE') : new URL(url).searchParams.get(parameter);
  if (name !== undefined && value != null && definitions.size < MAX_DEFINITIONS) definitions.set(name, value);
}

function substitute(line: string, definitions: ReadonlyMap<string, string>): string {
  if (definitions.size === 0 || line.length > MAX_LINE_LENGTH) return line;
  let added = 0;
  return line.replace(/\{\$([\w-]{1,100})\}/g, (reference, name) => {
    const value = definitions.get(name) ?? reference;
    added += value.length;
    return added > MAX_LINE_LENGTH ? '' : value;
  });
}
