import { type Attribute, attributeOf, attributesOf, UnwritableError } from './attribute-list.ts';

/** A line of a master playlist, by what becomes of it. */
export type MasterLine =
  /** Stays as it is. */
  | { readonly kind: 'text'; readonly text: string }
  /** Written once, whatever pathways there are: keys, data, definitions. */
  | { readonly kind: 'tag'; readonly text: string; readonly attributes: readonly Attribute[] }
  | StreamLine;

/** A line that each pathway has a copy of. */
export interface StreamLine {
  readonly kind: 'variant' | 'frames' | 'media';
  readonly text: string;
  readonly attributes: readonly Attribute[];
  /** Lines between the tag of a variant and its URI. */
  readonly between: readonly string[];
  /** As it is written; undefined for a rendition that is in the variants themselves. */
  readonly reference: string | undefined;
}

const STREAM_KINDS: Readonly<Record<string, StreamLine['kind']>> = {
  '#EXT-X-STREAM-INF': 'variant',
  '#EXT-X-I-FRAME-STREAM-INF': 'frames',
  '#EXT-X-MEDIA': 'media',
};

export const isCaptions = ({ kind, attributes }: StreamLine): boolean =>
  kind === 'media' && attributeOf(attributes, 'TYPE') === 'CLOSED-CAPTIONS';

/** Sorts the lines of a master playlist (RFC 8216, 4.3.4). A variant whose URI is missing stays as text. */
export function masterLines(text: string): MasterLine[] {
  const lines = text.trim().split(/\r\n|\n|\r/);
  const sorted: MasterLine[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!.trim();
    const tag = /^#EXT[^:]*(?=:)/.exec(line)?.[0];
    const kind = tag === undefined ? undefined : STREAM_KINDS[tag];
    const attributes = tag === undefined ? [] : attributesOf(line);
    if (kind === 'variant') {
      let next = at + 1;
      while (next < lines.length && !isUriOrTag(lines[next]!.trim())) next += 1;
      const reference = lines[next]?.trim() ?? '#';
      if (reference.startsWith('#')) sorted.push({ kind: 'text', text: line });
      else {
        sorted.push({ kind, text: line, attributes, between: lines.slice(at + 1, next), reference });
        at = next;
      }
    } else if (kind !== undefined) {
      sorted.push({ kind, text: line, attributes, between: [], reference: attributeOf(attributes, 'URI') });
    } else if (tag !== undefined && ONCE.test(tag)) sorted.push({ kind: 'tag', text: line, attributes });
    else sorted.push({ kind: 'text', text: line });
  }
  return sorted;
}

/** Tags of this playlist that may carry an address or a variable; others of packagers, too. */
const ONCE = /^#EXT-X-/;

/** A URI follows its tag, with nothing but comments and blank lines between them. */
const isUriOrTag = (line: string): boolean => line !== '' && (!line.startsWith('#') || line.startsWith('#EXT'));

/** The variables of a playlist (draft-pantos-hls-rfc8216bis, 4.4.2.3). */
export interface Definitions {
  readonly values: ReadonlyMap<string, string>;
  /** The ones from the playlist's own query: a renewal or a mirror may have others. */
  readonly fromQuery: ReadonlyMap<string, string>;
}

/** @throws UnwritableError a value has a quote or a line break in it */
export function definitionsOf(lines: readonly MasterLine[], url: string): Definitions {
  const values = new Map<string, string>();
  const fromQuery = new Map<string, string>();
  for (const line of lines) {
    if (line.kind !== 'tag' || !line.text.startsWith('#EXT-X-DEFINE:')) continue;
    const parameter = attributeOf(line.attributes, 'QUERYPARAM');
    if (parameter === undefined) {
      const name = attributeOf(line.attributes, 'NAME');
      if (name !== undefined) values.set(name, attributeOf(line.attributes, 'VALUE') ?? '');
      continue;
    }
    const value = new URL(url).searchParams.get(parameter);
    if (value === null) continue;
    if (/["\r\n]/.test(value)) throw new UnwritableError('a variable has a quote or a line break in it');
    values.set(parameter, value);
    fromQuery.set(parameter, value);
  }
  return { values, fromQuery };
}

const VARIABLE = /\{\$([\w-]{1,100})\}/g;
const LONGEST_URI = 16_384;

/** A reference with the values of its variables. @throws UnwritableError it grows beyond bounds */
export function substituted(reference: string, { values }: Definitions): string {
  if (!reference.includes('{$')) return reference;
  let length = reference.length;
  return reference.replace(VARIABLE, (written, name) => {
    const value = values.get(name) ?? written;
    length += value.length;
    if (length > LONGEST_URI) throw new UnwritableError('variables expand without bound');
    return value;
  });
}

/** The absolute address of a reference; one of another scheme (`data:`, `skd:`), or that is no URL, stays as it is. */
export function absolute(reference: string, url: string): string {
  const resolved = URL.parse(reference, url);
  return resolved !== null && /^https?:$/.test(resolved.protocol) ? resolved.href : reference;
}
