import type { VideoData } from '../../../contract/answer.ts';
import type { AnswerEntry } from '../../cache/entry.ts';
import { pathwaySourceId } from '../../delivery/delivered.ts';
import type { TitleLinks } from '../../delivery/title-links.ts';
import { UnwritableError } from '../../playback/attribute-list.ts';
import type { PlaylistSource } from '../../playback/playlist.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { PlayableGroup } from './playable-group.ts';

/** A link that a player has is signed again for the same moment while it lives for longer than this, in seconds. */
const KEPT_AHEAD = 180;
/** How much later than this container's clock allows another one may have signed, in seconds. */
const CLOCKS_APART = 120;

/** What a player has, and what it asks for. */
interface Player {
  /** Id of the source that comes first. */
  readonly named: string | undefined;
  /** The latest expiry of its links (seconds since 1970) by the id of the source. */
  readonly expiries?: ReadonlyMap<string, number>;
}

/**
 * A master's addresses as its viewers get them: one for each CDN that leads to it, in their order. Its references
 * resolve against the origin's address, and lead through the CDN then.
 *
 * @returns undefined where none can be delivered
 * @throws NoSigningKeyError
 */
export async function deliveredGroup(
  group: PlayableGroup,
  delivery: Delivery,
  { named, expiries = new Map() }: Player,
): Promise<PlayableGroup | undefined> {
  const links = await delivery.links();
  const all = group.sources.flatMap((source) => deliveredSources(source, links, expiries));
  const at = Math.max(
    0,
    all.findIndex(({ id }) => id === named),
  );
  const [first] = all.splice(at, 1);
  return first && { ...group, sources: [first, ...all] };
}

function deliveredSources(
  source: PlaylistSource,
  links: TitleLinks,
  expiries: ReadonlyMap<string, number>,
): PlaylistSource[] {
  const cdns = links.cdnsOf(source.url);
  if (cdns.length === 0) return [source];
  return cdns.flatMap((cdn, index): PlaylistSource[] => {
    const id = index === 0 ? source.id : pathwaySourceId(source.id, cdn);
    const known = expiries.get(id) ?? 0;
    const latest = links.signedAt + (cdn.sign?.ttlSeconds ?? 0) + CLOCKS_APART;
    // A player has what was signed here. What it says it has must not make a link live for longer.
    const expiry = known - links.signedAt >= KEPT_AHEAD && known <= latest ? known : undefined;
    const own = links.link(source.url, cdn, 'manifest', expiry);
    if (own === undefined) return [];
    const through = (address: string, kind: 'manifest' | 'side'): string => {
      const among = links.cdnsOf(address);
      const leading = among.includes(cdn) ? cdn : among[0];
      if (leading === undefined) return address;
      const link = links.link(address, leading, kind, leading === cdn ? own.expiresAt : undefined);
      if (link === undefined) throw new UnwritableError('a stream is where no CDN can open it');
      return link.url;
    };
    const expiresAt = own.expiresAt === undefined ? source.expiresAt : own.expiresAt * 1000;
    return [{ id, url: source.url, expiresAt, through }];
  });
}

/** The source of an entry that a source of an answer leads to: itself, but for the link of another CDN. */
export function originId(entry: AnswerEntry, id: string, links: TitleLinks): string {
  const { sources } = JSON.parse(entry.data) as VideoData;
  if (sources.some((source) => source.id === id)) return id;
  const origin = sources.find((source) =>
    links.cdnsOf(source.url).some((cdn) => pathwaySourceId(source.id, cdn) === id),
  );
  return origin?.id ?? id;
}

/** Whether a stage's CDNs sign links of these sources: a new signature is all that renews them. */
export function signsAny(entry: AnswerEntry, ids: ReadonlySet<string>, links: TitleLinks): boolean {
  const { sources } = JSON.parse(entry.data) as VideoData;
  return sources.some(({ id, url }) =>
    links.cdnsOf(url).some((cdn, index) => cdn.sign && ids.has(index === 0 ? id : pathwaySourceId(id, cdn))),
  );
}
