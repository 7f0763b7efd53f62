import { attributeOf, UnwritableError, withAttributes } from './attribute-list.ts';
import { ADDRESSES, isStream, type Master, pathwayUris, readMaster, stableIdName, uriOf } from './ladder.ts';
import { absolute, definitionsOf, isCaptions, type MasterLine, type StreamLine, substituted } from './master-lines.ts';
import { pathwayId } from './pathway-id.ts';

/** One address of a master playlist: its source, or a mirror. */
export interface PlaylistSource {
  readonly id: string;
  /** Its references resolve against it. */
  readonly url: string;
  /** Milliseconds since 1970; undefined where its links do not expire. */
  readonly expiresAt: number | undefined;
  /** The address that players get for one on this pathway: `side` for what is no stream. Throws UnwritableError. */
  readonly through?: (address: string, kind: 'manifest' | 'side') => string;
}

export interface PlaylistRequest {
  readonly text: string;
  /** The master's own source first, then its mirrors. */
  readonly sources: readonly [PlaylistSource, ...PlaylistSource[]];
  /** The address of the steering server, by the pathways that it is asked about. */
  readonly steeringUri: (pathways: readonly string[]) => string;
  /** When the links were stored, in milliseconds since 1970. */
  readonly storedAt: number;
  /** Puts the lines in the order of a viewer's wish. */
  readonly ordered?: ((master: Master) => Master) | undefined;
  /** What the provider of all of them is called, where a stage has several. */
  readonly provider?: string | undefined;
}

/** Links that live shorter are not steered: a steering answer would come too late. */
const SHORTEST_LIFE_MS = 150_000;

/** Characters. A function's answer holds 6 MB, and no ladder needs a part of this. */
const LONGEST_PLAYLIST = 1024 * 1024;

/** The pathways to one master's streams. */
export interface Pathways {
  readonly master: Master;
  readonly pathways: readonly { readonly id: string; readonly source: PlaylistSource }[];
}

/**
 * The pathways of a master: its source, and each mirror that leads to other addresses by the same variables and lives
 * long enough to be steered.
 *
 * @throws UnwritableError it cannot be rewritten
 */
export function pathwaysOf({
  text,
  sources,
  storedAt,
  provider,
}: Omit<PlaylistRequest, 'steeringUri' | 'ordered'>): Pathways {
  const [first] = sources;
  const master = readMaster(text, first.url, storedAt, provider);
  const seen = new Set<string>();
  const distinct = sources.filter((source) => {
    const { url } = source;
    if (!sameVariables(master, url) || (source !== first && lifeOf(source, storedAt) < SHORTEST_LIFE_MS)) return false;
    const uris = JSON.stringify(pathwayUris(master, source));
    return !seen.has(uris) && seen.add(uris);
  });
  const pathways = distinct.map((source) => {
    const { expiresAt } = source;
    const seconds = expiresAt === undefined ? undefined : Math.floor(expiresAt / 1000);
    return { source, id: pathwayId({ source: source.id, expiresAt: seconds, ladder: master.ladder }) };
  });
  return { master, pathways };
}

/** Milliseconds. */
const lifeOf = ({ expiresAt = Number.POSITIVE_INFINITY }: PlaylistSource, storedAt: number): number =>
  expiresAt - storedAt;

/** Variables from the playlist's query are defined once for all pathways. */
function sameVariables({ lines, definitions: { fromQuery } }: Master, url: string): boolean {
  if (fromQuery.size === 0) return true;
  const own = definitionsOf(lines, url).fromQuery;
  return own.size === fromQuery.size && [...own].every(([name, value]) => fromQuery.get(name) === value);
}

/**
 * The playlist that a player gets: the master's own lines with absolute addresses and stable ids. Where links expire or
 * mirrors exist, there is a pathway for each address, with groups of its own (a group that two pathways share makes
 * players silent after a switch), and a steering server (draft-pantos-hls-rfc8216bis, 4.4.6.6).
 *
 * @throws UnwritableError it cannot be rewritten
 */
export function playlistText(request: PlaylistRequest): string {
  const { master: whole, pathways } = pathwaysOf(request);
  const master = request.ordered?.(whole) ?? whole;
  const [first] = request.sources;
  const { lines } = master;
  const isSteered = !master.isSteered && needsSteering(master, pathways, request.storedAt);
  const written: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (isStream(line)) written.push(...streamLines(master, line, first, isSteered ? pathways[0]!.id : undefined));
    else written.push(line.kind === 'tag' ? onceLine(master, line, first) : line.text);
    if (index === 0 && isSteered) {
      const ids = pathways.map(({ id }) => id);
      written.push(
        withAttributes('#EXT-X-CONTENT-STEERING:', [], {
          'SERVER-URI': request.steeringUri(ids),
          'PATHWAY-ID': ids[0],
        }),
      );
    }
  }
  for (const { id, source } of isSteered ? pathways.slice(1) : []) {
    for (const line of lines) {
      if (isStream(line) && !isCaptions(line)) written.push(...streamLines(master, line, source, id, source.id));
    }
  }
  const text = `${written.join('\n')}\n`;
  if (text.length > LONGEST_PLAYLIST) throw new UnwritableError('the playlist is too large');
  return text;
}

function needsSteering({ canBeCloned }: Master, pathways: Pathways['pathways'], storedAt: number): boolean {
  const lives = pathways.map(({ source }) => lifeOf(source, storedAt));
  if (lives.some((life) => life < SHORTEST_LIFE_MS)) return false;
  return pathways.length > 1 || (canBeCloned && lives.some((life) => life < Number.POSITIVE_INFINITY));
}

/**
 * A stream's line on one pathway.
 *
 * @param pathway undefined where the playlist has no pathways
 * @param suffix of the names of groups; undefined on the first pathway, whose groups keep their names
 */
function streamLines(
  { ids, definitions, isSteered }: Master,
  line: StreamLine,
  source: PlaylistSource,
  pathway: string | undefined,
  suffix?: string,
): string[] {
  const { kind, text, attributes, between } = line;
  const uri = uriOf(line, definitions, source);
  const renamed = suffix === undefined ? [] : GROUPS.flatMap((name) => renamedGroup(line, name, suffix));
  const isShared = isCaptions(line);
  const values = {
    ...(kind !== 'variant' && { URI: uri }),
    ...Object.fromEntries(renamed),
    ...(!isSteered && { [stableIdName(line)]: ids.get(line) }),
    ...(pathway !== undefined && kind !== 'media' && { 'PATHWAY-ID': pathway }),
  };
  const tag = isShared && isSteered ? text : withAttributes(text, attributes, values);
  return kind === 'variant' ? [tag, ...between, uri!] : [tag];
}

const GROUPS = ['GROUP-ID', 'AUDIO', 'VIDEO', 'SUBTITLES'];

function renamedGroup({ attributes }: StreamLine, name: string, suffix: string): [string, string][] {
  const group = attributeOf(attributes, name);
  return group === undefined ? [] : [[name, `${group}_${suffix}`]];
}

/** A line that all pathways share: its address is absolute, and a variable from the query has its value. */
function onceLine(
  { definitions }: Master,
  { text, attributes }: MasterLine & { kind: 'tag' },
  { url, through = (address) => address }: PlaylistSource,
): string {
  if (text.startsWith('#EXT-X-DEFINE:')) {
    const parameter = attributeOf(attributes, 'QUERYPARAM');
    const value = parameter === undefined ? undefined : definitions.fromQuery.get(parameter);
    return value === undefined ? text : `#EXT-X-DEFINE:NAME="${parameter}",VALUE="${value}"`;
  }
  const addresses = ADDRESSES.flatMap((name) => {
    const reference = attributeOf(attributes, name);
    return reference === undefined ? [] : [[name, through(absolute(substituted(reference, definitions), url), 'side')]];
  });
  return addresses.length === 0 ? text : withAttributes(text, attributes, Object.fromEntries(addresses));
}
