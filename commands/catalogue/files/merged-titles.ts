import type { CatalogueRow } from '../../../contract/catalogue.ts';
import { boundProblems, keyOf } from '../catalogue-row.ts';
import type { Problem } from '../problem.ts';
import type { ReadTitle, ReadTitles } from './read-titles.ts';

/**
 * The titles of a file whose lines are one source each: lines of one title add their sources and subtitles. Facts of
 * the title come from the first line that has them.
 */
export function mergedTitles(parts: readonly ReadTitle[]): ReadTitles {
  const byKey = new Map<string, ReadTitle>();
  const problems: Problem[] = [];
  for (const part of parts) {
    const key = keyOf(part.row);
    const first = byKey.get(key);
    if (!first) {
      byKey.set(key, part);
      continue;
    }
    const warn = (message: string, field?: string) =>
      problems.push({ line: part.line, ...(field && { field }), message, severity: 'warning' });
    const known = new Set(first.row.sources.map(({ url }) => url.trim()));
    const added = part.row.sources.filter(({ url }) => !known.has(url.trim()));
    if (added.length < part.row.sources.length) warn(`${key} has this link already, since line ${first.line}`, 'url');
    for (const field of ['title', 'poster', 'duration'] as const) {
      if (isSet(first.row[field]) && isSet(part.row[field]) && String(first.row[field]) !== String(part.row[field])) {
        warn(`differs from line ${first.line}, which counts`, field);
      }
    }
    const row = merged(first.row, part.row, added);
    const [tooMuch] = boundProblems(row);
    if (tooMuch) problems.push({ line: part.line, ...tooMuch });
    else byKey.set(key, { line: first.line, row });
  }
  return { titles: [...byKey.values()], problems };
}

function merged(first: CatalogueRow, part: CatalogueRow, sources: CatalogueRow['sources']): CatalogueRow {
  const links = new Set((first.subtitles ?? []).map(({ url }) => url.trim()));
  const subtitles = [...(first.subtitles ?? []), ...(part.subtitles ?? []).filter(({ url }) => !links.has(url.trim()))];
  const facts = Object.fromEntries(
    Object.entries(part).filter(([field]) => !isSet(first[field as keyof CatalogueRow])),
  );
  return {
    ...facts,
    ...first,
    sources: [...first.sources, ...sources],
    ...(subtitles.length > 0 && { subtitles }),
  } as CatalogueRow;
}

const isSet = (value: unknown): boolean => value !== undefined && value !== null && value !== '';
