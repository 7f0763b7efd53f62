import type { Source, Subtitle, VideoData } from '../../contract/answer.ts';
import { MAX_SOURCES } from '../../contract/bounds.ts';
import type { CdnSettings } from '../../contract/settings/cdns.ts';
import { type CdnLink, type LinkKind, NoSigningKeyError, type TitleLinks } from './title-links.ts';

/** What no CDN can carry, for the log. */
export interface LeftOut {
  /** Its name. */
  readonly cdn: string;
  /** How many links, and why: `2 not-signable`. */
  readonly problems: string;
}

/** The data of an answer as its viewers get it. */
export interface Delivered {
  readonly data: VideoData;
  /** Seconds that the shortest of its signed links lives; undefined where none is signed. */
  readonly ttlSeconds: number | undefined;
  readonly leftOut: readonly LeftOut[];
  /** Some of it is left out for want of a key: it may be there in a minute. */
  readonly lacksKey: boolean;
}

/**
 * Leads every link under a `match` through its CDNs. A source has the link of the first; those of the others follow it
 * as further sources, as mirrors do. What cannot be signed so that it opens this title alone is left out, and so is
 * what a CDN without a key would carry.
 */
export function delivered(data: VideoData, links: TitleLinks): Delivered {
  const writing = new Writing(links);
  const lost: string[] = [];
  const sources = data.sources.flatMap((source): Placed[] => {
    const cdns = links.cdnsOf(source.url);
    if (cdns.length === 0) return [{ source, isTwin: false }];
    const made = cdns.flatMap((cdn): Source[] => {
      const link = writing.link(source.url, cdn, isManifest(source) ? 'manifest' : 'file');
      return link === undefined ? [] : [{ ...withLink(source, link), id: links.idOf(source.id, source.url, cdn) }];
    });
    if (made.length === 0 && isManifest(source)) lost.push(source.url);
    return made.map((each, index) => ({ source: each, isTwin: index > 0 }));
  });
  const kept = data.sources.filter((source) => isManifest(source) && !lost.includes(source.url));
  const subtitles = data.subtitles.flatMap((subtitle): Subtitle[] => {
    // Nobody can show a track of a manifest that is not there.
    if (subtitle.delivery !== undefined && lost.length > 0 && isOrphan(subtitle, kept, lost)) return [];
    const [cdn] = links.cdnsOf(subtitle.url);
    if (cdn === undefined) return [subtitle];
    const link = writing.link(subtitle.url, cdn, subtitle.delivery === undefined ? 'side' : 'manifest');
    return link === undefined ? [] : [withLink(subtitle, link)];
  });
  const { poster, ...rest } = data;
  const [cdn] = poster === undefined ? [] : links.cdnsOf(poster);
  const posterLink = cdn && poster !== undefined ? writing.link(poster, cdn, 'side')?.url : poster;
  const made = { ...rest, sources: atMost(MAX_SOURCES, sources), subtitles };
  return {
    data: posterLink === undefined ? made : { ...made, poster: posterLink },
    ttlSeconds: writing.ttlSeconds,
    leftOut: writing.leftOut(),
    lacksKey: writing.lacksKey,
  };
}

const isManifest = ({ type }: Source): boolean => type === 'hls' || type === 'dash';

interface Placed {
  readonly source: Source;
  /** The same file through a further CDN. */
  readonly isTwin: boolean;
}

/** Without the last of the twins first, then without the last sources. */
function atMost(count: number, placed: readonly Placed[]): Source[] {
  let excess = placed.length - count;
  const kept = placed.toReversed().filter(({ isTwin }) => !isTwin || excess-- <= 0);
  return kept
    .toReversed()
    .slice(0, count)
    .map(({ source }) => source);
}

/** Whether a track is below a manifest that is left out, or no manifest is left, and below none that is there. */
function isOrphan({ url }: Subtitle, kept: readonly Source[], lost: readonly string[]): boolean {
  const isBelow = (manifest: string) => url.startsWith(new URL('.', manifest).href);
  if (kept.some((source) => isBelow(source.url))) return false;
  return kept.length === 0 || lost.some(isBelow);
}

/** Writes links, and notes what becomes of them. */
class Writing {
  readonly #links: TitleLinks;
  readonly #problems = new Map<string, number>();
  ttlSeconds: number | undefined;
  lacksKey = false;

  constructor(links: TitleLinks) {
    this.#links = links;
  }

  link(url: string, cdn: CdnSettings, kind: LinkKind): CdnLink | undefined {
    let problem = 'not-signable';
    try {
      const link = this.#links.link(url, cdn, kind);
      if (link && cdn.sign)
        this.ttlSeconds = Math.min(this.ttlSeconds ?? Number.POSITIVE_INFINITY, cdn.sign.ttlSeconds);
      if (link) return link;
    } catch (error) {
      if (!(error instanceof NoSigningKeyError)) throw error;
      this.lacksKey = true;
      problem = 'no-key';
    }
    const key = `${cdn.name} ${problem}`;
    this.#problems.set(key, (this.#problems.get(key) ?? 0) + 1);
    return undefined;
  }

  leftOut(): LeftOut[] {
    return [...this.#problems].map(([key, count]) => {
      const [cdn = '', problem = ''] = key.split(' ');
      return { cdn, problems: `${count} ${problem}` };
    });
  }
}

/** Where the CDN asks for no signature, the link expires as the origin's does. */
function withLink<Part extends Source | Subtitle>(part: Part, { url, expiresAt }: CdnLink): Part {
  if (expiresAt === undefined) return { ...part, url };
  return { ...part, url, expiresAt: new Date(expiresAt * 1000).toISOString() };
}
