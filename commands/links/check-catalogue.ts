import type { CatalogueRow } from '../../contract/catalogue.ts';
import { systemClock } from '../../lambda/clock.ts';
import { toExtraction } from '../../lambda/providers/candidates.ts';
import { buildVideoData } from '../../lambda/stream/answer.ts';
import { contentOfRow, keyOf } from '../catalogue/catalogue-row.ts';
import { isWell, type LinkCheck, LinkChecker, type LinkCheckOptions } from './check-links.ts';
import { linkReport, linkReportData } from './link-report.ts';

/** Titles at a time: what is probed at once is bounded besides. */
const BATCH = 16;

export interface CatalogueCheck {
  readonly text: string;
  readonly data: object;
  readonly isWell: boolean;
}

/** Probes every link of catalogue rows, wherever they are from. */
export async function checkCatalogue(
  rows: AsyncIterable<CatalogueRow> | Iterable<CatalogueRow>,
  options: LinkCheckOptions,
): Promise<CatalogueCheck> {
  const checker = new LinkChecker(options);
  const checks: LinkCheck[] = [];
  let batch: CatalogueRow[] = [];
  const checkBatch = async () => {
    checks.push(...(await Promise.all(batch.map((row) => checkRow(row, checker)))).flat());
    batch = [];
  };
  for await (const row of rows) {
    batch.push(row);
    if (batch.length === BATCH) await checkBatch();
  }
  await checkBatch();
  checker.close();
  return { text: linkReport(checks), data: linkReportData(checks), isWell: isWell(checks) };
}

async function checkRow(row: CatalogueRow, checker: LinkChecker): Promise<LinkCheck[]> {
  const title = keyOf(row);
  const built = buildVideoData(contentOfRow(row), toExtraction(row), systemClock.now());
  if (built) return checker.check(title, built.data);
  const [source] = row.sources;
  const reason = 'no source of it can be in an answer: its links have expired, or are not http(s) addresses';
  return [
    { title, kind: 'source', type: source?.type ?? '', url: source?.url ?? '', verdict: 'gone', reason, notes: [] },
  ];
}
