import type { VideoData } from '../../../contract/answer.ts';
import type { CdnSettings } from '../../../contract/settings/cdns.ts';
import type { AnswerEntry } from '../../cache/entry.ts';
import type { TitleLinks } from '../../delivery/title-links.ts';
import { UnwritableError } from '../../playback/attribute-list.ts';
import { addressesOf } from '../../playback/ladder.ts';
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
  const all = group.sources.flatMap((source) => deliveredSources(group.text, source, links, expiries));
  const at = Math.max(
    0,
    all.findIndex(({ id }) => id === named),
  );
  const [first] = all.splice(at, 1);
  return first && { ...group, sources: [first, ...all] };
}

/** A master that cannot be read has none. */
function deliveredSources(...of: Parameters<typeof pathwaysThrough>): PlaylistSource[] {
  try {
    return pathwaysThrough(...of);
  } catch (error) {
    if (error instanceof UnwritableError) return [];
    throw error;
  }
}

function pathwaysThrough(
  text: string,
  source: PlaylistSource,
  links: TitleLinks,
  expiries: ReadonlyMap<string, number>,
): PlaylistSource[] {
  const cdns = links.cdnsOf(source.url);
  const lists = addressesOf(text, source.url).map((each) => links.cdnsOf(each));
  if (cdns.length === 0 && lists.every((each) => each.length === 0)) return [source];
  // A master that no CDN leads to may list streams that one does.
  const pathways: readonly (CdnSettings | undefined)[] = cdns.length === 0 ? [undefined] : cdns;
  return pathways.flatMap((cdn): PlaylistSource[] => {
    const leading = (among: readonly CdnSettings[]) => (cdn && among.includes(cdn) ? cdn : among[0]);
    const id = cdn ? links.idOf(source.id, source.url, cdn) : source.id;
    // All links of a pathway expire at once, with the one that lives the shortest: that is when it is renewed.
    const lives = [cdn, ...lists.map(leading)].flatMap((each) => each?.sign?.ttlSeconds ?? []);
    const life = lives.length === 0 ? undefined : Math.min(...lives);
    const known = expiries.get(id) ?? 0;
    // A player has what was signed here. What it says it has must not make a link live for longer.
    const latest = links.signedAt + (life ?? 0) + CLOCKS_APART;
    const isKept = known - links.signedAt >= KEPT_AHEAD && known <= latest;
    const expiry = life === undefined ? undefined : isKept ? known : links.signedAt + life;
    if (cdn && links.link(source.url, cdn, 'manifest', expiry) === undefined) return [];
    const through = (address: string, kind: 'manifest' | 'side'): string => {
      const carrier = leading(links.cdnsOf(address));
      if (carrier === undefined) return address;
      const link = links.link(address, carrier, kind, expiry);
      if (link === undefined) throw new UnwritableError('a stream is where no CDN can open it');
      return link.url;
    };
    const { expiresAt: ofOrigin = Number.POSITIVE_INFINITY } = source;
    // The CDN's own signature is in place of the origin's.
    const ends = Math.min(
      expiry === undefined ? ofOrigin : expiry * 1000,
      cdn?.sign ? Number.POSITIVE_INFINITY : ofOrigin,
    );
    return [{ id, url: source.url, expiresAt: ends === Number.POSITIVE_INFINITY ? undefined : ends, through }];
  });
}

/** The source of an entry that a source of an answer leads to: itself, but for the link of another CDN. */
export function originId(entry: AnswerEntry, id: string, links: TitleLinks): string {
  const { sources } = JSON.parse(entry.data) as VideoData;
  if (sources.some((source) => source.id === id)) return id;
  const origin = sources.find((source) =>
    links.cdnsOf(source.url).some((cdn) => links.idOf(source.id, source.url, cdn) === id),
  );
  return origin?.id ?? id;
}

/** Whether a stage's CDNs sign links of these sources: a new signature is all that renews them. */
export function signsAny(entry: AnswerEntry, ids: ReadonlySet<string>, links: TitleLinks): boolean {
  const { sources } = JSON.parse(entry.data) as VideoData;
  return sources.some(({ id, url }) => links.cdnsOf(url).some((cdn) => cdn.sign && ids.has(links.idOf(id, url, cdn))));
}
