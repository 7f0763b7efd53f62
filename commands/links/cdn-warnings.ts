import type { CatalogueRow } from '../../contract/catalogue.ts';
import type { CdnSettings } from '../../contract/settings/cdns.ts';
import { systemClock } from '../../lambda/clock.ts';
import { toExtraction } from '../../lambda/providers/candidates.ts';
import { buildVideoData } from '../../lambda/stream/answer.ts';
import { contentOfRow, keyOf } from '../catalogue/catalogue-row.ts';
import { printable } from '../printable.ts';
import { cdnNotes, leftOut, noCdnLine, type OriginLink } from './cdn-findings.ts';

/** A mistake in a column is one mistake. */
const SHOWN = 20;

/**
 * What the CDNs of a stage make of the links of titles, before anything is asked for: a line for each that is left out
 * of answers, twenty at most, and one for those that no CDN leads to.
 */
export function cdnWarnings(rows: Iterable<CatalogueRow>, cdns: readonly CdnSettings[]): string[] {
  if (cdns.length === 0) return [];
  const links = [...rows].flatMap((row) => linksOf(row).map((link) => ({ ...link, notes: cdnNotes(cdns, link) })));
  const left = links.flatMap((link) => {
    const obstacle = leftOut(cdns, link);
    return obstacle === undefined ? [] : [`${link.key}: warning: ${link.url} is left out of answers: ${obstacle}`];
  });
  const more = left.length > SHOWN ? [`and ${left.length - SHOWN} more that are left out of answers`] : [];
  return [...left.slice(0, SHOWN).map(printable), ...more, ...noCdnLine(links)];
}

function linksOf(row: CatalogueRow): (OriginLink & { readonly key: string })[] {
  const data = buildVideoData(contentOfRow(row), toExtraction(row), systemClock.now())?.data;
  const files = (data?.subtitles ?? []).map(({ url }) => ({ url }));
  return [...(data?.sources ?? []), ...files].map((link) => ({ ...link, key: keyOf(row) }));
}
