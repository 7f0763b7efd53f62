import { createHash } from 'node:crypto';
import type { Source, Subtitle, VideoData } from '../../contract/answer.ts';
import { MAX_SOURCES } from '../../contract/bounds.ts';
import type { CdnSettings } from '../../contract/settings/cdns.ts';
import type { CdnLink, TitleLinks } from './title-links.ts';

/** The data of an answer as its viewers get it. */
export interface Delivered {
  readonly data: VideoData;
  /** Seconds that the shortest of its signed links lives; undefined where none is signed. */
  readonly ttlSeconds: number | undefined;
  /** Links that no CDN can carry. */
  readonly leftOut: number;
}

/**
 * Leads every link under a `match` through its CDNs. A source has the link of the first; those of the others follow it
 * as further sources, as mirrors do. What cannot be signed so that it opens this title alone is left out.
 *
 * @throws NoSigningKeyError
 */
export function delivered(data: VideoData, links: TitleLinks): Delivered {
  let ttlSeconds: number | undefined;
  let leftOut = 0;
  const used = (link: CdnLink | undefined, { sign }: CdnSettings): CdnLink | undefined => {
    if (link === undefined) leftOut += 1;
    else if (sign) ttlSeconds = Math.min(ttlSeconds ?? Number.POSITIVE_INFINITY, sign.ttlSeconds);
    return link;
  };
  const sources = data.sources.flatMap((source): Source[] => {
    const cdns = links.cdnsOf(source.url);
    if (cdns.length === 0) return [source];
    return cdns.flatMap((cdn, index) => {
      const link = used(links.link(source.url, cdn, isManifest(source) ? 'manifest' : 'file'), cdn);
      const id = index === 0 ? source.id : pathwaySourceId(source.id, cdn);
      return link === undefined ? [] : [{ ...withLink(source, link), id }];
    });
  });
  const subtitles = data.subtitles.flatMap((subtitle): Subtitle[] => {
    const [cdn] = links.cdnsOf(subtitle.url);
    if (cdn === undefined) return [subtitle];
    // A track of a manifest is named by the manifest's link.
    const link = used(links.link(subtitle.url, cdn, subtitle.delivery === undefined ? 'side' : 'manifest'), cdn);
    return link === undefined ? [] : [withLink(subtitle, link)];
  });
  const { poster, ...rest } = data;
  const [cdn] = poster === undefined ? [] : links.cdnsOf(poster);
  const posterLink = cdn && poster !== undefined ? used(links.link(poster, cdn, 'side'), cdn)?.url : poster;
  const made = { ...rest, sources: sources.slice(0, MAX_SOURCES), subtitles };
  return {
    data: posterLink === undefined ? made : { ...made, poster: posterLink },
    ttlSeconds,
    leftOut,
  };
}

const isManifest = ({ type }: Source): boolean => type === 'hls' || type === 'dash';

/** The id of a source's link through a CDN other than the first: the same over renewals. */
export const pathwaySourceId = (id: string, { name }: CdnSettings): string =>
  createHash('sha256')
    .update(JSON.stringify([id, 'cdn', name]))
    .digest('base64url')
    .slice(0, 12);

/** Where the CDN asks for no signature, the link expires as the origin's does. */
function withLink<Part extends Source | Subtitle>(part: Part, { url, expiresAt }: CdnLink): Part {
  if (expiresAt === undefined) return { ...part, url };
  return { ...part, url, expiresAt: new Date(expiresAt * 1000).toISOString() };
}
