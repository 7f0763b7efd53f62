import { type CatalogueItem, itemOf, keyOf } from '../catalogue-row.ts';
import { type Problem, UnreadableFileError } from '../problem.ts';
import { csvTitles, isCsv } from './csv-file.ts';
import { fileText } from './file-text.ts';
import { isJellyfin, jellyfinTitles } from './jellyfin-file.ts';
import { jsonTitles } from './json-file.ts';
import type { PathOptions } from './media-paths.ts';
import type { ReadTitle, ReadTitles } from './read-titles.ts';

export interface CatalogueFileOptions extends PathOptions {
  /** Its ending is compared with what the file holds. */
  readonly name?: string | undefined;
  /** A line with a warning is not imported either. */
  readonly strict?: boolean | undefined;
}

/** What a catalogue file says. */
export interface CatalogueFile {
  /** One for each title, in the file's order. */
  readonly items: readonly CatalogueItem[];
  readonly problems: readonly Problem[];
  /** Lines (of CSV: records) that are not imported. */
  readonly rejected: number;
  /** How the file was read, in sentences for the operator. */
  readonly notes: readonly string[];
}

/**
 * Reads the titles of a file, whatever it holds: JSON lines, a JSON array, CSV with a header line, or the items that
 * Jellyfin lists. The content decides, not the file's name.
 *
 * @throws UnreadableFileError in one sentence when it holds none of them
 */
export function readCatalogueFile(bytes: Uint8Array, options: CatalogueFileOptions = {}): CatalogueFile {
  const { text, note } = fileText(bytes);
  if (text.trim() === '') return { items: [], problems: [], rejected: 0, notes: ['The file is empty'] };
  const [format, read] = formatOf(text);
  const { titles, problems, notes = [] } = read(text, options);
  const distinct = lastOfEach(titles);
  const all = [...problems, ...distinct.problems];
  const refused = new Set(all.flatMap(({ line, severity }) => (severity === 'error' || options.strict ? [line] : [])));
  const refusedTitles = options.strict ? refused : new Set<number>();
  return {
    items: distinct.titles.filter(({ line }) => !refusedTitles.has(line)).map(({ row }) => itemOf(row)),
    problems: all,
    rejected: refused.size,
    notes: [...(note ? [note] : []), ...namedOtherwise(options.name, format), ...notes],
  };
}

type Reader = (text: string, options: CatalogueFileOptions) => ReadTitles;

function formatOf(text: string): [format: 'JSON' | 'CSV', Reader] {
  if (isJellyfin(text)) return ['JSON', jellyfinTitles];
  if (isCsv(text)) return ['CSV', csvTitles];
  const lines = text.split('\n', 50).map((line) => line.trim());
  if (lines.some((line) => /^[[{]/.test(line))) return ['JSON', jsonTitles];
  throw new UnreadableFileError(
    'The file is neither JSON nor CSV: a CSV file begins with a line that names its columns, such as tmdbId,mediaType,season,episode,title,url',
  );
}

function namedOtherwise(name: string | undefined, format: 'JSON' | 'CSV'): string[] {
  const [, ending = ''] = /\.(csv|tsv|json|jsonl|ndjson)$/i.exec(name ?? '') ?? [];
  if (ending === '' || /sv$/i.test(ending) === (format === 'CSV')) return [];
  return [`The file holds ${format}, and is read so in spite of its name`];
}

/** Of several lines with one title the last one counts. */
function lastOfEach(titles: readonly ReadTitle[]): ReadTitles {
  const byKey = new Map<string, ReadTitle>();
  const problems: Problem[] = [];
  for (const title of titles) {
    const key = keyOf(title.row);
    const before = byKey.get(key);
    if (before) {
      const message = `${key} is on line ${before.line} already; this line replaces it`;
      problems.push({ line: title.line, message, severity: 'warning' });
    }
    byKey.set(key, title);
  }
  return { titles: [...byKey.values()], problems };
}
