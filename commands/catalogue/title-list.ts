import type { CatalogueRow } from '../../contract/catalogue.ts';
import { printable } from '../printable.ts';
import type { StoredTitle } from './catalogue-table.ts';

const byNumbers = new Intl.Collator('en', { numeric: true });

/** Movies, then series, by id, season and episode. */
export const sortedByKey = (titles: readonly StoredTitle[]): StoredTitle[] =>
  titles.toSorted((one, other) => byNumbers.compare(one.key, other.key));

/** Whether a title's name holds the text, capitals and accents aside, or its key or id is the text. */
export function matches({ key, row }: StoredTitle, text: string): boolean {
  const sought = plain(text.trim());
  return key === sought || row?.tmdbId === sought || plain(row?.title ?? '').includes(sought);
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** One title with its links, as lines of text. */
export function titleReport(key: string, { title, sources, subtitles, poster, duration }: CatalogueRow): string {
  const line = (name: string, facts: readonly unknown[]) =>
    printable(
      `${name.padEnd(10)} ${facts.filter((fact) => fact !== undefined && fact !== null && fact !== '').join('  ')}`,
    );
  return [
    line('title', [key, title]),
    ...sources.map(({ url, quality, height, type, label, expiresAt }) =>
      line('source', [url, quality ?? height, type, label, expiresAt && `expires ${expiresAt}`]),
    ),
    ...(subtitles ?? []).map(({ url, language, label }) => line('subtitle', [url, language, label])),
    ...(poster ? [line('poster', [poster])] : []),
    ...(duration ? [line('duration', [duration])] : []),
  ].join('\n');
}
