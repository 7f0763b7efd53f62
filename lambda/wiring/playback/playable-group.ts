import type { Source, VideoData } from '../../../contract/answer.ts';
import type { AnswerEntry } from '../../cache/entry.ts';
import type { PlaylistRequest, PlaylistSource } from '../../playback/playlist.ts';
import {
  LONGEST_MASTER,
  type StoredMaster,
  type StoredMasters,
  unpackedPlayback,
} from '../../playback/stored-playback.ts';
import type { MasterText } from '../../stream/candidate.ts';
import { earliestOf } from '../../stream/links/link-expiry.ts';

/** A master playlist that was read from its host, and every address that it lists. */
export interface ReadMaster extends MasterText {
  readonly references?: readonly string[];
}

/**
 * Reads a master playlist from its host; undefined when there is none at that address. Rejects when it cannot.
 *
 * @param storedAt of the entry that has the link: what an earlier entry's link led to may have been replaced
 */
export type MasterReader = (link: string, signal: AbortSignal, storedAt: number) => Promise<ReadMaster | undefined>;

/** One master playlist, and the addresses that it is at. */
export type PlayableGroup = Pick<PlaylistRequest, 'text' | 'sources' | 'storedAt' | 'provider'>;

export interface GroupOptions {
  readonly readMaster: MasterReader | undefined;
  readonly signal: AbortSignal;
  /** Ids of sources whose masters cannot be used. */
  readonly without?: ReadonlySet<string>;
}

/**
 * The master playlist of a source, or of one that it is a mirror of: as the entry has it, else read from its host.
 *
 * @param source its id; undefined: the first adaptive HLS source
 * @returns undefined where there is none
 * @throws what the reader throws
 */
export async function playableGroup(
  entry: AnswerEntry,
  source: string | undefined,
  { readMaster, signal, without }: GroupOptions,
): Promise<PlayableGroup | undefined> {
  const { sources: all } = JSON.parse(entry.data) as VideoData;
  const sources = without ? all.filter(({ id }) => !without.has(id)) : all;
  const masters = unpackedPlayback(entry.playback);
  const stored = storedGroup(sources, masters, source, entry.storedAt);
  if (stored || readMaster === undefined) return stored;
  let failure: { readonly error: unknown } | undefined;
  for (const wanted of unread(sources, source)) {
    try {
      const master = await readMaster(wanted.url, signal, entry.storedAt);
      if (master === undefined || master.text.length > LONGEST_MASTER) continue;
      const { references = [] } = master;
      const group = groupOf(wanted, { text: master.text, url: master.url }, sources, wanted.id, entry.storedAt);
      const [first, ...others] = group.sources.map((each) => withListed(each, references, entry.storedAt));
      return { ...group, sources: [first!, ...others] };
    } catch (error) {
      failure ??= { error };
    }
  }
  if (failure) throw failure.error;
  return undefined;
}

/** The extraction has not seen this master: when its links expire is known from here on only. */
function withListed(source: PlaylistSource, references: readonly string[], storedAt: number): PlaylistSource {
  const own = { signed: false, ...(source.expiresAt !== undefined && { expiresAt: source.expiresAt }) };
  return { ...source, expiresAt: earliestOf(own, references, source.url, storedAt).expiresAt };
}

function storedGroup(
  sources: readonly Source[],
  masters: StoredMasters,
  wanted: string | undefined,
  storedAt: number,
): PlayableGroup | undefined {
  // In the answer's order: where a source is down, its mirror comes first, although the master is the source's.
  for (const { id } of sources) {
    if (wanted !== undefined && wanted !== id) continue;
    const entries = Object.entries(masters);
    const [owner, master] =
      entries.find(([own]) => own === id) ?? entries.find(([, { mirrors }]) => mirrors?.includes(id)) ?? [];
    const twin = sources.find((source) => source.id === owner);
    if (twin && master) return groupOf(twin, master, sources, id, storedAt);
  }
  return undefined;
}

/**
 * All addresses of a master, in the answer's order but for the first.
 *
 * @param first id of the source that comes first
 */
function groupOf(
  twin: Source,
  { text, url = twin.url, mirrors = [] }: StoredMaster,
  sources: readonly Source[],
  first: string,
  storedAt: number,
): PlayableGroup {
  const all = sources
    .filter(({ id }) => id === twin.id || mirrors.includes(id))
    .map((source) => playlistSource(source, source.id === twin.id ? url : source.url));
  const at = Math.max(
    0,
    all.findIndex(({ id }) => id === first),
  );
  const [leading] = all.splice(at, 1);
  return { text, sources: [leading!, ...all], storedAt, provider: twin.provider };
}

const playlistSource = ({ id, expiresAt }: Source, url: string): PlaylistSource => ({
  id,
  url,
  expiresAt: expiresAt === undefined ? undefined : Date.parse(expiresAt),
});

/** Of one request: the first that is tried is nearly always there. */
const MOST_READS = 3;

/**
 * The sources that may have a master although the entry has none of theirs: the one that was named; else the best that
 * have a ladder, then the best of unknown quality, whose host may have been too slow when it was inspected.
 */
function unread(sources: readonly Source[], wanted: string | undefined): Source[] {
  const hls = sources.filter(({ type }) => type === 'hls');
  if (wanted !== undefined) return hls.filter(({ id }) => id === wanted);
  const ladders = hls.filter(({ variants }) => variants !== undefined);
  const others = hls.filter(({ variants, quality }) => variants === undefined && quality === 'auto');
  return [...ladders, ...others].slice(0, MOST_READS);
}
