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

/** Reads a master playlist from its host; undefined when there is none at that address. Rejects when it cannot. */
export type MasterReader = (link: string, signal: AbortSignal) => Promise<MasterText | undefined>;

/** One master playlist, and the addresses that it is at. */
export type PlayableGroup = Pick<PlaylistRequest, 'text' | 'sources' | 'storedAt'>;

export interface GroupOptions {
  readonly readMaster: MasterReader | undefined;
  readonly signal: AbortSignal;
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
  { readMaster, signal }: GroupOptions,
): Promise<PlayableGroup | undefined> {
  const { sources } = JSON.parse(entry.data) as VideoData;
  const masters = unpackedPlayback(entry.playback);
  const stored = storedGroup(sources, masters, source, entry.storedAt);
  if (stored || readMaster === undefined) return stored;
  for (const wanted of unread(sources, source)) {
    const master = await readMaster(wanted.url, signal);
    if (master !== undefined && master.text.length <= LONGEST_MASTER) {
      return groupOf(wanted, { text: master.text, url: master.url }, sources, wanted.id, entry.storedAt);
    }
  }
  return undefined;
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
    const [owner, master] =
      Object.entries(masters).find(([own, { mirrors }]) => own === id || mirrors?.includes(id)) ?? [];
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
  return { text, sources: [leading!, ...all], storedAt };
}

const playlistSource = ({ id, expiresAt }: Source, url: string): PlaylistSource => ({
  id,
  url,
  expiresAt: expiresAt === undefined ? undefined : Date.parse(expiresAt),
});

/**
 * The sources that may have a master although the entry has none of theirs: the one that was named; else the best that
 * has a ladder, then the best of unknown quality, whose host may have been too slow when it was inspected.
 */
function unread(sources: readonly Source[], wanted: string | undefined): Source[] {
  const hls = sources.filter(({ type }) => type === 'hls');
  if (wanted !== undefined) return hls.filter(({ id }) => id === wanted);
  const ladder = hls.find(({ variants }) => variants !== undefined);
  const candidates = ladder ? [ladder] : hls.filter(({ quality }) => quality === 'auto');
  return candidates.slice(0, 1);
}
