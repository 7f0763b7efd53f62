import { didYouMean, plainWord } from '../../nearest-word.ts';
import { type Problem, UnreadableFileError } from '../problem.ts';
import { SOURCE_FIELDS, TITLE_FIELDS } from '../row/known-fields.ts';

/** What one column of a CSV file holds. */
export type Column =
  | { readonly of: 'title'; readonly field: string; readonly name: string }
  | { readonly of: 'source'; readonly field: string; readonly name: string }
  | { readonly of: 'subtitle'; readonly language: string; readonly name: string }
  | { readonly of: 'mirror'; readonly name: string };

const REQUIRED = ['tmdbId', 'mediaType', 'url'];
const SUBTITLE = /^subtitles?[ _-]+(.+)$/i;
/** `mirror`, `mirror_2`: further addresses of the line's source. */
const MIRROR = /^mirrors?([ _-]*\d+)?$/i;

const FIELDS = new Map(
  [
    ...SOURCE_FIELDS.map((field) => ({ of: 'source' as const, field })),
    ...TITLE_FIELDS.map((field) => ({ of: 'title' as const, field })),
  ].map((column) => [plainWord(column.field), column] as const),
);

/** Whether a line looks like the names of columns: it has several, and one that a title needs. */
export const isHeader = (names: readonly string[]): boolean =>
  names.length > 1 && names.some((name) => REQUIRED.map(plainWord).includes(plainWord(name)));

export interface Columns {
  /** Undefined for a column that is not known. */
  readonly columns: readonly (Column | undefined)[];
  readonly problems: readonly Problem[];
}

/**
 * The columns that a header line names. Capitals, blanks, dashes and underscores do not matter.
 *
 * @throws UnreadableFileError when one is missing without which no line is a title, or is there twice
 */
export function columnsOf(names: readonly string[], line: number): Columns {
  const columns = names.map(columnNamed);
  const fields = columns.flatMap((column) => (column && 'field' in column ? [column.field] : []));
  const absent = REQUIRED.filter((field) => !fields.includes(field));
  if (absent.length > 0) {
    const hints = absent.map((field) => `${field}${writtenFor(field, names, columns)}`);
    throw new UnreadableFileError(`The CSV file has no column ${hints.join(' and no column ')}`);
  }
  const twice = fields.find((field, index) => fields.indexOf(field) !== index);
  if (twice !== undefined) throw new UnreadableFileError(`The CSV file has the column ${twice} twice`);
  const known = [...TITLE_FIELDS, ...SOURCE_FIELDS, 'subtitle_en'];
  const problems = names.flatMap((name, index): Problem[] => {
    if (columns[index] !== undefined || name.trim() === '') return [];
    const message = `unknown column${didYouMean(name, known)}; it is not stored`;
    return [{ line, field: name.trim(), message, severity: 'warning' }];
  });
  return { columns, problems };
}

function columnNamed(written: string): Column | undefined {
  const name = written.trim();
  const column = FIELDS.get(plainWord(name));
  if (column) return { ...column, name };
  if (MIRROR.test(name)) return { of: 'mirror', name };
  const language = SUBTITLE.exec(name)?.[1];
  return language === undefined ? undefined : { of: 'subtitle', language: language.replaceAll('_', '-'), name };
}

/** ` (is it link?)`: the unknown column that a missing one is probably called. */
function writtenFor(field: string, names: readonly string[], columns: readonly (Column | undefined)[]): string {
  const unknown = names.filter((_, index) => columns[index] === undefined);
  const meant = unknown.find((name) => didYouMean(name, [field]) !== '');
  return meant === undefined ? '' : ` (is it ${meant.trim()}?)`;
}
