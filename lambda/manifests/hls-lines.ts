import { ManifestError } from './manifest.ts';

/** Some 24 hours of two-second segments. */
const MAX_LINES = 100_000;
const MAX_LINE_LENGTH = 8192;
const MAX_TEXT_LENGTH = 500;
const MAX_DEFINITIONS = 100;
const MAX_EXPANDED_LENGTH = 4 * 1024 * 1024;

export type HlsAttributes = ReadonlyMap<string, string>;

/** A summary of a media playlist's segments. */
export interface HlsSegments {
  readonly count: number;
  /** URI of the first segment. */
  readonly first: string | undefined;
  /** URI of the last segment. */
  readonly last: string | undefined;
  /** Seconds of all segments; NaN when one has no valid duration. */
  readonly duration: number;
  /** The playlist has an end tag. */
  readonly isComplete: boolean;
  /** Every URI names a file of audio or text. */
  readonly hasNoVideo: boolean;
}

/** The lines of a playlist, sorted and made safe to parse. */
export interface HlsLines {
  readonly isMaster: boolean;
  /** Safe for m3u8-parser: EXT-X-STREAM-INF tags, each followed by its URI. */
  readonly streams: readonly string[];
  /** Attributes of the EXT-X-MEDIA tags. */
  readonly media: readonly HlsAttributes[];
  /** URIs of the other tags of a master: I-frame streams, keys, data. */
  readonly others: readonly string[];
  /** KEYFORMAT of each key (RFC 8216, 4.3.2.4 and 4.3.4.5), where it has one. */
  readonly keyFormats: readonly string[];
  readonly segments: HlsSegments;
}

/**
 * Reads the lines of an untrusted playlist in one pass: a film's media playlist has thousands. m3u8-parser writes
 * EXT-X-MEDIA names into plain objects (a GROUP-ID of `constructor` reaches the global Object) and needs quadratic time
 * for lines of commas or blanks, so it gets only lines that can do neither.
 *
 * @param url of the playlist: EXT-X-DEFINE may take variables from its query (draft-pantos-hls-rfc8216bis, 4.4.2.3)
 * @throws ManifestError it does not begin with #EXTM3U (RFC 8216, 4.3.1.1), or is too large
 */
export function readHlsLines(text: string, url: string): HlsLines {
  const lines = text.trimStart().split('\n', MAX_LINES + 1);
  // IPTV lists write attributes after the tag.
  if (!/^#EXTM3U(\s|$)/.test(lines[0] ?? '')) throw new ManifestError('not an HLS playlist');
  if (lines.length > MAX_LINES) throw new ManifestError('too many lines');
  const streams: string[] = [];
  const media: HlsAttributes[] = [];
  const others: string[] = [];
  const keyFormats = new Set<string>();
  const definitions = new Map<string, string>();
  let isMaster = false;
  let stream: string | undefined;
  let seconds = Number.NaN;
  const segments: Mutable<Omit<HlsSegments, 'hasNoVideo'>> = {
    count: 0,
    first: undefined,
    last: undefined,
    duration: 0,
    isComplete: false,
  };
  let hasVideo = false;
  let length = 0;
  for (const untrimmed of lines) {
    const line = substitute(untrimmed.trim(), definitions);
    length += line.length;
    if (length > MAX_EXPANDED_LENGTH) throw new ManifestError('variables expand without bound');
    if (line === '') continue;
    const isTooLong = line.length > MAX_LINE_LENGTH;
    if (!line.startsWith('#')) {
      if (stream !== undefined && !isTooLong) streams.push(stream, line);
      segments.count += 1;
      segments.first ??= line;
      segments.last = line;
      segments.duration += seconds;
      hasVideo ||= !WITHOUT_VIDEO.test(line);
      stream = undefined;
      seconds = Number.NaN;
    } else if (line.startsWith('#EXTINF:')) {
      seconds = secondsOf(line);
    } else if (line.startsWith('#EXT-X-STREAM-INF:')) {
      isMaster = true;
      stream = isTooLong ? undefined : streamTag(readAttributes(line));
    } else if (line.startsWith('#EXT-X-ENDLIST')) {
      segments.isComplete = true;
    } else if (!isTooLong) {
      if (OF_A_MASTER.test(line)) others.push(readAttributes(line).get('URI') ?? '');
      if (line.startsWith('#EXT-X-MEDIA:')) media.push(readAttributes(line));
      else if (/^#EXT-X-(?:SESSION-)?KEY:/.test(line)) keyFormats.add(readAttributes(line).get('KEYFORMAT') ?? '');
      else if (line.startsWith('#EXT-X-DEFINE:')) define(readAttributes(line), definitions, url);
    }
  }
  const hasNoVideo = segments.count > 0 && !hasVideo;
  return { isMaster, streams, media, others, keyFormats: [...keyFormats], segments: { ...segments, hasNoVideo } };
}

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

const OF_A_MASTER = /^#EXT-X-(?:I-FRAME-STREAM-INF|SESSION-KEY|SESSION-DATA):/;

/** Packed audio (RFC 8216, 3.4), audio in MP4, and text. */
const WITHOUT_VIDEO = /\.(aac|mp3|e?ac3|m4a|vtt|webvtt)(?:[?#]|$)/i;

/**
 * Seconds of an EXTINF tag; NaN when they cannot be read. Blanks before the number are allowed; `9,976,` is ambiguous:
 * its first comma may be a decimal one.
 */
function secondsOf(line: string): number {
  return Number(/^#EXTINF:\s{0,8}(\d+(?:\.\d*)?|\.\d+)\s{0,8}(?:$|(?<=\s)|,(?!\d+,))/.exec(line)?.[1] ?? Number.NaN);
}

const SEPARATORS = /[\s,]*/y;
const ATTRIBUTE = /([A-Z0-9-]+)\s*=\s*(?:"([^"]*)"\s*|([^",\s][^",]*)?)(?:,|$)/y;

/**
 * Parses an attribute list (RFC 8216, 4.2). Anything else is skipped up to the next comma. Both patterns fail in linear
 * time, since a line may consist of commas, blanks or quotes.
 */
function readAttributes(line: string): HlsAttributes {
  const attributes = new Map<string, string>();
  for (let at = line.indexOf(':') + 1; at < line.length; ) {
    SEPARATORS.lastIndex = at;
    SEPARATORS.exec(line);
    ATTRIBUTE.lastIndex = SEPARATORS.lastIndex;
    const match = ATTRIBUTE.exec(line);
    if (match !== null) attributes.set(match[1]!, match[2] ?? match[3]?.trim() ?? '');
    const comma = line.indexOf(',', SEPARATORS.lastIndex);
    at = match !== null ? ATTRIBUTE.lastIndex : comma === -1 ? line.length : comma + 1;
  }
  return attributes;
}

const TEXTS = ['CODECS', 'AUDIO', 'NAME'];
const NUMBERS = ['BANDWIDTH', 'FRAME-RATE'];
const RESOLUTION = /^(\d{1,6})\s*[x×*]\s*(\d{1,6})$/i;

/** The tag rewritten in its strict form, with the attributes in use only: some packagers write `1440X1080`. */
function streamTag(attributes: HlsAttributes): string {
  const quoted = TEXTS.map((name) => [name, attributes.get(name)?.slice(0, MAX_TEXT_LENGTH).toWellFormed()] as const);
  const [, width, height] = RESOLUTION.exec(attributes.get('RESOLUTION') ?? '') ?? [];
  const list = [
    ...quoted.map(([name, value]) => value && `${name}="${value}"`),
    ...NUMBERS.map((name) => /^\d/.test(attributes.get(name) ?? '') && `${name}=${attributes.get(name)}`),
    width && `RESOLUTION=${width}x${height}`,
  ];
  return `#EXT-X-STREAM-INF:${list.filter(Boolean).join(',')}`;
}

function define(attributes: HlsAttributes, definitions: Map<string, string>, url: string): void {
  const parameter = attributes.get('QUERYPARAM');
  const name = parameter ?? attributes.get('NAME');
  const value = parameter === undefined ? attributes.get('VALUE') : new URL(url).searchParams.get(parameter);
  if (name !== undefined && value != null && definitions.size < MAX_DEFINITIONS) definitions.set(name, value);
}

/** Replaces references to defined variables; for the others see {@link hasUndefinedVariable}. */
function substitute(line: string, definitions: ReadonlyMap<string, string>): string {
  if (definitions.size === 0 || line.length > MAX_LINE_LENGTH) return line;
  let added = 0;
  return line.replace(VARIABLE, (reference, name) => {
    const value = definitions.get(name) ?? reference;
    added += value.length;
    return added > MAX_LINE_LENGTH ? '' : value;
  });
}

const VARIABLE = /\{\$([\w-]{1,100})\}/g;

/** Whether a text refers to an undefined variable, and so cannot be used (draft-pantos-hls-rfc8216bis, 4.3). */
export function hasUndefinedVariable(text: string): boolean {
  return text.includes('{$');
}
