import { counted } from '../counted.ts';
import { tableText } from '../table-text.ts';
import { noCdnLine, withoutNoCdn } from './cdn-findings.ts';
import { isRefused, isWell, type LinkCheck } from './check-links.ts';

/** What was found as a table of what is not well, and a summary. */
export function linkReport(all: readonly LinkCheck[]): string {
  const checks = withoutNoCdn(all);
  const shown = checks.filter((check) => check.verdict !== 'ok' || check.notes.length > 0);
  const rows = shown.map(({ title, kind, type, quality, url, verdict, reason, notes }) => [
    title,
    kind === 'source' ? `${quality} ${type}` : `subtitle ${type}`,
    verdict,
    URL.parse(url)?.host ?? '',
    [...(reason === undefined ? [] : [reason]), ...notes].join('; '),
  ]);
  const table = rows.length > 0 ? `${tableText(['title', 'link', 'found', 'host', 'why'], rows)}\n\n` : '';
  return `${[`${table}${summaryOf(checks)}`, ...notChecked(checks), ...noCdnLine(all)].join('\n')}\n`;
}

/** What to do about links that were not asked for. */
function notChecked(checks: readonly LinkCheck[]): string[] {
  const origins = new Set(checks.filter(isRefused).flatMap(({ url }) => URL.parse(url)?.origin ?? []));
  if (origins.size > 0) return [`not checked: add ${[...origins].map((each) => `--trust-origin ${each}`).join(' ')}`];
  return checks.length > 0 && checks.every(({ verdict }) => verdict === 'inconclusive') ? ['No link was checked'] : [];
}

function summaryOf(checks: readonly LinkCheck[]): string {
  const titles = new Set(checks.map(({ title }) => title)).size;
  const counts = [...Map.groupBy(checks, ({ verdict }) => verdict)].map(([verdict, its]) => `${its.length} ${verdict}`);
  return `${counted(titles, 'title')}, ${counted(checks.length, 'link')}${counts.length > 0 ? `: ${counts.join(', ')}` : ''}`;
}

/** The same as data. */
export const linkReportData = (checks: readonly LinkCheck[]): object => ({
  well: isWell(checks),
  links: checks,
});
