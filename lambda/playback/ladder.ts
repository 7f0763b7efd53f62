import { createHash } from 'node:crypto';
import { stablePath } from '../stream/links/stable-address.ts';
import { type Attribute, attributeOf } from './attribute-list.ts';
import {
  absolute,
  type Definitions,
  definitionsOf,
  isCaptions,
  type MasterLine,
  masterLines,
  type StreamLine,
  substituted,
} from './master-lines.ts';

/** A master playlist that is read once, for every pathway to its streams. */
export interface Master {
  readonly lines: readonly MasterLine[];
  /** The stable id of each line that a pathway has a copy of. */
  readonly ids: ReadonlyMap<StreamLine, string>;
  /** A hash over all stable ids: what a client holds and what is offered now may be exchanged where it is equal. */
  readonly ladder: string;
  readonly definitions: Definitions;
  /** It names its own pathways or its own steering server. */
  readonly isSteered: boolean;
  /** Clones of its pathways can be offered: hls.js fails on one with an audio rendition that has no URI. */
  readonly canBeCloned: boolean;
}

/**
 * Reads a master playlist.
 *
 * @param url its references resolve against · @param now milliseconds since 1970
 * @param provider whose ids are declared: those of another may be equal and name another file
 * @throws UnwritableError it cannot be rewritten
 */
export function readMaster(text: string, url: string, now: number, provider = ''): Master {
  const lines = masterLines(text);
  const definitions = definitionsOf(lines, url);
  const streams = lines.filter((line) => isStream(line));
  const ids = stableIds(streams, definitions, url, now);
  const parts = streams.map((line) => [line.kind, ids.get(line), groupOf(line), factsOf(line)]);
  return {
    lines,
    ids,
    ladder: hashed([provider, parts, [...definitions.fromQuery]], 6),
    definitions,
    isSteered: lines.some(
      (line) =>
        line.text.startsWith('#EXT-X-CONTENT-STEERING') || ('attributes' in line && hasPathway(line.attributes)),
    ),
    canBeCloned: !streams.some(
      (line) =>
        line.kind === 'media' && line.reference === undefined && attributeOf(line.attributes, 'TYPE') === 'AUDIO',
    ),
  };
}

export const isStream = (line: MasterLine): line is StreamLine => line.kind !== 'text' && line.kind !== 'tag';

const hasPathway = (attributes: readonly Attribute[]): boolean => attributeOf(attributes, 'PATHWAY-ID') !== undefined;

const groupOf = ({ attributes }: StreamLine): string | undefined => attributeOf(attributes, 'GROUP-ID');

/** What another encode of a film hardly has in common with this one, although its files have the same names. */
const FACTS = ['BANDWIDTH', 'CODECS', 'RESOLUTION', 'FRAME-RATE', 'VIDEO-RANGE', 'LANGUAGE', 'CHANNELS'];

const factsOf = ({ attributes }: StreamLine): string[] => FACTS.map((name) => attributeOf(attributes, name) ?? '');

/** One address of a master: what its references resolve against, and what becomes of them then. */
export interface MasterAddress {
  readonly url: string;
  readonly through?: (address: string, kind: 'manifest') => string;
}

/**
 * Every address that a master lists: of streams, keys and data.
 *
 * @throws UnwritableError it cannot be read
 */
export function addressesOf(text: string, url: string): string[] {
  const lines = masterLines(text);
  const definitions = definitionsOf(lines, url);
  return lines.flatMap((line) => {
    if (line.kind === 'text') return [];
    const { attributes } = line;
    const written = isStream(line) ? [line.reference] : ADDRESSES.map((name) => attributeOf(attributes, name));
    return written.flatMap((each) => (each === undefined ? [] : [absolute(substituted(each, definitions), url)]));
  });
}

/** Attributes with an address, of lines that are no streams. */
export const ADDRESSES = ['URI', 'SERVER-URI'];

/** The address of a line's stream on one pathway; undefined for a rendition that is in the variants themselves. */
export function uriOf(
  { reference }: StreamLine,
  definitions: Definitions,
  { url, through = (address) => address }: MasterAddress,
): string | undefined {
  return reference === undefined ? undefined : through(absolute(substituted(reference, definitions), url), 'manifest');
}

/**
 * Stable ids (draft-pantos-hls-rfc8216bis, 4.4.6.1 and 4.4.6.2): those that the master has, else from the reference
 * without a recognised token, else from position and attributes. The same URI has the same id, and no id two URIs.
 */
function stableIds(
  streams: readonly StreamLine[],
  definitions: Definitions,
  url: string,
  now: number,
): Map<StreamLine, string> {
  const ids = new Map<StreamLine, string>();
  const idOfUri = new Map<string, string>();
  const used = new Set<string>();
  for (const [position, line] of streams.entries()) {
    const uri = uriOf(line, definitions, { url });
    const kind = line.kind === 'media' ? 'rendition' : 'variant';
    const key = `${kind} ${uri ?? position}`;
    const known = idOfUri.get(key);
    if (known !== undefined) {
      ids.set(line, known);
      continue;
    }
    const candidates = [
      statedId(line),
      line.reference === undefined ? undefined : hashed([kind, pathOf(line.reference, definitions, url, now)]),
      hashed([kind, position, line.attributes.flatMap(({ name, value }) => (name === 'URI' ? [] : [name, value]))]),
    ];
    const id = candidates.find((each) => each !== undefined && !used.has(each)) ?? hashed([kind, position]);
    used.add(id);
    idOfUri.set(key, id);
    ids.set(line, id);
  }
  return ids;
}

export const stableIdName = ({ kind }: StreamLine): 'STABLE-RENDITION-ID' | 'STABLE-VARIANT-ID' =>
  kind === 'media' ? 'STABLE-RENDITION-ID' : 'STABLE-VARIANT-ID';

function statedId(line: StreamLine): string | undefined {
  const stated = attributeOf(line.attributes, stableIdName(line));
  return stated !== undefined && /^[\w+/=.-]{1,200}$/.test(stated) ? stated : undefined;
}

/** A relative reference is the same whatever host and folder it is on; of others the path counts. */
function pathOf(reference: string, definitions: Definitions, url: string, now: number): string {
  const isRelative = !reference.startsWith('/') && !URL.canParse(reference) && !reference.includes('{$');
  const base = isRelative ? 'http://relative.invalid/' : url;
  const resolved = URL.parse(substituted(reference, definitions), base);
  return resolved === null || !/^https?:$/.test(resolved.protocol) ? reference : stablePath(resolved, now);
}

const hashed = (facts: unknown, length = 10): string =>
  createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, length);

/** The addresses on one pathway by stable id, as the clone of another pathway lists them. */
export interface PathwayUris {
  readonly variants: Readonly<Record<string, string>>;
  readonly renditions: Readonly<Record<string, string>>;
}

/** @throws UnwritableError variables expand without bound */
export function pathwayUris({ lines, ids, definitions }: Master, address: MasterAddress): PathwayUris {
  const variants = new Map<string, string>();
  const renditions = new Map<string, string>();
  for (const line of lines) {
    if (!isStream(line) || isCaptions(line)) continue;
    const uri = uriOf(line, definitions, address);
    if (uri !== undefined) (line.kind === 'media' ? renditions : variants).set(ids.get(line)!, uri);
  }
  // A packager may call a stream `__proto__`.
  return { variants: Object.fromEntries(variants), renditions: Object.fromEntries(renditions) };
}
