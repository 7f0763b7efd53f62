import type { CatalogueRow } from '../../contract/catalogue.ts';
import type { CdnSettings } from '../../contract/settings/cdns.ts';
import { systemClock } from '../../lambda/clock.ts';
import { toExtraction } from '../../lambda/providers/candidates.ts';
import { buildVideoData } from '../../lambda/stream/answer.ts';
import { contentOfRow, keyOf } from '../catalogue/catalogue-row.ts';
import { printable } from '../printable.ts';
import { cdnNotes, leftOut } from './cdn-findings.ts';

/** A mistake in a column is one mistake. */
const SHOWN = 20;

/** What the CDNs of a stage make of the links of titles, before anything is asked for: a line each, twenty at most. */
export function cdnWarnings(rows: Iterable<CatalogueRow>, cdns: readonly CdnSettings[]): string[] {
  if (cdns.length === 0) return [];
  const shown: string[] = [];
  let count = 0;
  for (const row of rows) {
    for (const warning of warningsOf(row, cdns)) {
      count += 1;
      if (count <= SHOWN) shown.push(printable(`${keyOf(row)}: warning: ${warning}`));
    }
  }
  return count > SHOWN ? [...shown, `and ${count - SHOWN} more about CDNs`] : shown;
}

function warningsOf(row: CatalogueRow, cdns: readonly CdnSettings[]): string[] {
  const data = buildVideoData(contentOfRow(row), toExtraction(row), systemClock.now())?.data;
  const links = [...(data?.sources ?? []), ...(data?.subtitles ?? []).map(({ url }) => ({ url, type: undefined }))];
  return links.flatMap((link) => {
    const obstacle = leftOut(cdns, link);
    const found = obstacle === undefined ? cdnNotes(cdns, link) : [`it is left out of answers: ${obstacle}`];
    return found.map((each) => `${link.url}: ${each}`);
  });
}
