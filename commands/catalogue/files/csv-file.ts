import { type CsvError, type InfoRecord, parse } from 'csv-parse/sync';
import { checkRow } from '../catalogue-row.ts';
import { type Problem, type RowProblem, UnreadableFileError } from '../problem.ts';
import { type Column, columnsOf, isHeader } from './csv-columns.ts';
import { mergedTitles } from './merged-titles.ts';
import type { ReadTitle, ReadTitles } from './read-titles.ts';

/** Excel's first line that names the delimiter. */
const NAMED_DELIMITER = /^sep=(.)\s*$/i;
const DELIMITERS = [',', ';', '\t', '|'];

interface Opening {
  readonly delimiter: string;
  /** The line with the names of the columns, counted from 1. */
  readonly headerLine: number;
  readonly names: readonly string[];
}

export const isCsv = (text: string): boolean => isHeader(openingOf(text)?.names ?? []);

/** The first lines, and the delimiter that splits them into the most names. */
function openingOf(text: string): Opening | undefined {
  const lines = text.replace(/^\uFEFF+/, '').split('\n', 20);
  const at = lines.findIndex((line) => line.trim() !== '' && !NAMED_DELIMITER.test(line));
  const header = lines[at];
  if (header === undefined || /^\s*[[{]/.test(header)) return undefined;
  const stated = NAMED_DELIMITER.exec(lines[at - 1] ?? '')?.[1];
  const candidates = (stated === undefined ? DELIMITERS : [stated]).map((delimiter) => ({
    delimiter,
    headerLine: at + 1,
    names: header.split(delimiter).map((name) =>
      name
        .trim()
        .replace(/^"(.*)"$/s, '$1')
        .replaceAll('""', '"'),
    ),
  }));
  return candidates.sort((one, other) => other.names.length - one.names.length)[0];
}

/**
 * The titles of a CSV file (RFC 4180) with a header line, delimited by commas or what Excel writes instead. Lines of
 * one title add sources.
 *
 * @throws UnreadableFileError when its header line cannot be read
 */
export function csvTitles(text: string): ReadTitles {
  const { delimiter, headerLine, names } = openingOf(text)!;
  const { columns, problems: columnProblems } = columnsOf(names, headerLine);
  const problems: Problem[] = [...columnProblems];
  const parts: ReadTitle[] = [];
  for (const { cells, line, lastLine } of recordsOf(text, delimiter, headerLine, problems)) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    if (cells.some((cell) => holdsLines(cell, delimiter))) {
      const message = `is one text up to line ${lastLine}: a quote is missing, or one too many`;
      problems.push({ line, message, severity: 'error' });
      continue;
    }
    const { row, problems: own } = checkRow(rowOf(cells, columns));
    const tooMany = cells.slice(columns.length);
    // Blank cells at the end are a spreadsheet's; where the row is wrong as well, they have been moved there.
    if (tooMany.some((cell) => cell.trim() !== '') || (tooMany.length > 0 && !row)) {
      const message = `has ${cells.length} cells and the header ${columns.length}: a text with "${delimiter}" in it needs quotes`;
      problems.push({ line, message, severity: 'error' });
      continue;
    }
    problems.push(...own.map((problem) => ({ line, ...inColumns(problem, columns, cells) })));
    if (row) parts.push({ line, row });
  }
  const merged = mergedTitles(parts);
  return { titles: merged.titles, problems: [...problems, ...merged.problems] };
}

/** Whether a text has swallowed the lines after it, up to the next quote: every line has a media type in a cell. */
function holdsLines(cell: string, delimiter: string): boolean {
  if (!cell.includes('\n') || !cell.includes(delimiter)) return false;
  const parts = cell.split('\n').flatMap((line) => line.split(delimiter));
  return parts.some((part) => /^\s*"?(movie|tv)"?\s*$/i.test(part));
}

interface CsvRecord {
  readonly cells: readonly string[];
  /** Where it begins and ends: a text in quotes may hold line breaks. */
  readonly line: number;
  readonly lastLine: number;
}

function recordsOf(text: string, delimiter: string, headerLine: number, problems: Problem[]): CsvRecord[] {
  const records: CsvRecord[] = [];
  let ended = headerLine;
  try {
    parse(text, {
      bom: true,
      delimiter,
      from_line: headerLine + 1,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      on_record: (record: string[], info: InfoRecord) => {
        const breaks = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
        records.push({ cells: record, line: info.lines - breaks, lastLine: info.lines });
        ended = info.lines;
        return null;
      },
    });
  } catch (error) {
    if ((error as CsvError).code !== 'CSV_QUOTE_NOT_CLOSED') {
      throw new UnreadableFileError(`The CSV file cannot be read: ${(error as Error).message}`, { cause: error });
    }
    const message = 'has a quote that is never closed, so that nothing after it can be read';
    problems.push({ line: ended + 1, message, severity: 'error' });
  }
  return records;
}

/** A row of one source. Empty cells are absent. */
function rowOf(cells: readonly string[], columns: readonly (Column | undefined)[]): Record<string, unknown> {
  const source: Record<string, unknown> = {};
  const mirrors: { url: string }[] = [];
  const subtitles: { url: string; language: string }[] = [];
  const row: Record<string, unknown> = { sources: [source] };
  for (const [index, column] of columns.entries()) {
    const cell = cells[index]?.trim();
    if (!column || !cell) continue;
    if (column.of === 'title') row[column.field] = cell;
    else if (column.of === 'source') source[column.field] = cell;
    else if (column.of === 'mirror') mirrors.push({ url: cell });
    else subtitles.push({ url: cell, language: column.language });
  }
  if (mirrors.length > 0) source.mirrors = mirrors;
  if (subtitles.length > 0) row.subtitles = subtitles;
  return row;
}

/** Names the column instead of the row's field. */
function inColumns(
  { field, message, ...rest }: RowProblem,
  columns: readonly (Column | undefined)[],
  cells: readonly string[],
): RowProblem {
  const own = message.replace(/ \(got \{.*\}\)$/, '');
  if (field === undefined) return { ...rest, message: own };
  const [, list, index] = /^(?:sources\[0\]\.)?(subtitles|mirrors)\[(\d+)\]/.exec(field) ?? [];
  const listed = columns.filter((column, at) => `${column?.of}s` === list && cells[at]?.trim());
  const name = list === undefined ? field.replace(/^sources\[0\]\./, '') : listed[Number(index)]?.name;
  return { ...rest, message: own, field: name ?? field };
}
