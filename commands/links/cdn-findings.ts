import type { SourceType } from '../../contract/answer.ts';
import type { CdnSettings } from '../../contract/settings/cdns.ts';
import { fileScope, folderOf, pathBelow } from '../../lambda/delivery/path-scope.ts';
import { cdnsOf, isSignedAsWritten } from '../../lambda/delivery/title-links.ts';
import { ManifestError } from '../../lambda/manifests/manifest.ts';
import type { ReadManifest } from '../../lambda/probes/probe.ts';
import { counted } from '../counted.ts';
import { printable } from '../printable.ts';
import { referencesOf } from './manifest-references.ts';

/** A link of a title, as the catalogue or a provider has it. */
export interface OriginLink {
  readonly url: string;
  /** Absent of a subtitle. */
  readonly type?: SourceType | undefined;
}

/** In place of a signature, which has the same place in a path. It is in no real link. */
const TOKEN = 't/0.0.token/';

/** Of many links at once: a report has one line for all of them. */
const NO_CDN = 'no CDN of the stage leads to it';

interface Noted {
  readonly url: string;
  readonly notes: readonly string[];
}

/** Links without that note. */
export const withoutNoCdn = <Link extends Noted>(links: readonly Link[]): Link[] =>
  links.map((link) => ({ ...link, notes: link.notes.filter((note) => note !== NO_CDN) }));

/** The line in its place; none where every link has a CDN. */
export function noCdnLine(links: readonly Noted[]): string[] {
  const those = links.filter(({ notes }) => notes.includes(NO_CDN));
  const hosts = new Set(those.flatMap(({ url }) => URL.parse(url)?.host ?? []));
  const count = counted(those.length, 'link');
  return those.length === 0 ? [] : [printable(`No CDN of the stage leads to ${count}: ${[...hosts].join(', ')}`)];
}

const isManifest = ({ type }: OriginLink): boolean => type === 'hls' || type === 'dash';

/**
 * Why no CDN can carry a link, which is therefore left out of answers; undefined where one can, or none leads to it.
 */
export function leftOut(cdns: readonly CdnSettings[], link: OriginLink): string | undefined {
  const reasons = cdnsOf(cdns, link.url).map((cdn) => obstacle(cdn, link));
  const [first] = reasons;
  return reasons.every((reason) => reason !== undefined) ? first : undefined;
}

/** Notes about the CDNs of a link: none leads to it, or some of several cannot carry it. */
export function cdnNotes(cdns: readonly CdnSettings[], link: OriginLink): string[] {
  if (cdns.length === 0) return [];
  const leading = cdnsOf(cdns, link.url);
  if (leading.length === 0) return [NO_CDN];
  const reasons = leading.flatMap((cdn) => obstacle(cdn, link) ?? []);
  return reasons.length < leading.length ? reasons : [];
}

function obstacle({ name, match, scope, sign }: CdnSettings, link: OriginLink): string | undefined {
  const path = pathBelow(new URL(link.url), match);
  if (path === undefined) return `CDN ${name} leads to no path with %2e, %2f, %5c, // or control characters`;
  if (sign === undefined) return undefined;
  const folder = scope === undefined ? undefined : folderOf(path, scope);
  if (isManifest(link)) {
    if (sign.type === 'cloudfront') return `CDN ${name} signs single files, and not HLS or DASH`;
    if (scope !== undefined && folder === undefined) {
      return `a link through CDN ${name} would open more than this title: below ${match} it has no folder of ${scope} path segments (scope)`;
    }
  }
  const signed = folder ?? fileScope(path);
  if (sign.type === 'bunny' && !isSignedAsWritten(signed)) {
    return `CDN ${name} signs no path with escapes: /${signed.path}`;
  }
  return undefined;
}

/**
 * Why a player would ask a CDN, or the origin behind it, without the token that opened the manifest; undefined where
 * every address stays in the title's folder.
 *
 * @param manifests that were read, the link's own first
 */
export function tokenLost(
  cdns: readonly CdnSettings[],
  link: OriginLink,
  manifests: readonly ReadManifest[],
): { readonly reason?: string; readonly notes: readonly string[] } {
  const elsewhere = new Set<string>();
  // A file lists nothing, and need not be in a title's folder.
  if (!isManifest(link)) return { notes: [] };
  for (const cdn of cdnsOf(cdns, link.url)) {
    if (cdn.sign === undefined || obstacle(cdn, link) !== undefined) continue;
    const folder = folderOf(pathBelow(new URL(link.url), cdn.match)!, cdn.scope!)!.path;
    const opened = cdn.base + TOKEN + folder;
    for (const [index, { text, url }] of manifests.entries()) {
      const path = pathBelow(new URL(url), cdn.match);
      // What leaves the folder is found in the manifest that leads there.
      if (path?.startsWith(folder) !== true) continue;
      for (const [origin, viewer] of pairs(text, url, cdn.base + TOKEN + path)) {
        if (!/^https?:/.test(viewer) || viewer.startsWith(opened)) continue;
        const isProtected = cdns.some(({ match, base }) => [origin, viewer].some((each) => under(each, match, base)));
        if (!isProtected) elsewhere.add(new URL(viewer).origin);
        else {
          const which = index === 0 ? 'the manifest' : "the lowest rung's playlist";
          const how = origin === viewer ? 'an absolute link' : 'a link out of the title’s folder';
          return { reason: `${which} has ${how} (${shown(viewer, cdn)}), which gets no token`, notes: [] };
        }
      }
    }
  }
  const places = [...elsewhere];
  return { notes: places.length > 0 ? [`it lists links that no CDN leads through: ${places.join(', ')}`] : [] };
}

const under = (address: string, ...folders: readonly string[]): boolean =>
  folders.some((folder) => address.startsWith(folder));

const shown = (address: string, { base }: CdnSettings): string =>
  address.startsWith(base) ? `/${address.slice(base.length).replace(TOKEN, '')}` : new URL(address).origin;

/** Each address as it resolves at the origin, and for a viewer. */
function pairs(text: string, url: string, link: string): [string, string][] {
  try {
    const origin = referencesOf(text, url);
    const viewer = referencesOf(text, link);
    return origin.flatMap((each, index): [string, string][] => {
      const other = viewer[index];
      return each === undefined || other === undefined ? [] : [[each, other]];
    });
  } catch (error) {
    if (error instanceof ManifestError) return [];
    throw error;
  }
}

/** The CDN whose signatures are worth nothing when the link opens without one. */
export const signingCdn = (cdns: readonly CdnSettings[], { url }: OriginLink): CdnSettings | undefined =>
  cdnsOf(cdns, url).find(({ sign }) => sign);
