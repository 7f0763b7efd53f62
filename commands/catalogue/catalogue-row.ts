import { MAX_SOURCES, MAX_SUBTITLES } from '../../contract/bounds.ts';
import { type CatalogueRow, catalogueRow } from '../../contract/catalogue.ts';
import { providerSource } from '../../contract/provider-answer.ts';
import { addressOf } from '../../lambda/providers/candidates.ts';
import { type Content, contentKey } from '../../lambda/stream/content.ts';
import { parseMediaUrl } from '../../lambda/stream/links/media-url.ts';
import type { RowProblem } from './problem.ts';
import { unknownFields } from './row/known-fields.ts';
import { inOwnWords } from './row/own-words.ts';
import { unplayable } from './row/playable.ts';

/** A table item holds 400 KB (DynamoDB Developer Guide, "Constraints"); the rest is for the key and the names. */
const MAX_ROW_BYTES = 399 * 1024;

/** The table's item of one title. */
export interface CatalogueItem {
  readonly key: string;
  /** The row as JSON. */
  readonly row: string;
}

export interface CheckedRow {
  /** Undefined where a problem is an error. */
  readonly row: CatalogueRow | undefined;
  readonly problems: readonly RowProblem[];
}

/**
 * Checks one title of a catalogue file, and finds all its problems. Ids, seasons and episodes may be numbers or text.
 * It is stricter than the schema where an answer would silently drop something: links must be absolute http(s) URLs,
 * and an answer must have room for all of them.
 */
export function checkRow(written: object): CheckedRow {
  const value = normalised(written);
  const problems = [...schemaProblems(value), ...linkProblems(value), ...unknownFields(value)];
  if (problems.some(({ severity }) => severity === 'error')) return { row: undefined, problems };
  const row = catalogueRow.parse(value);
  const errors = boundProblems(row);
  if (errors.length > 0) return { row: undefined, problems: [...problems, ...errors] };
  return { row, problems: [...problems, ...unplayable(row)] };
}

/** What the table stores of a row. */
export const itemOf = (row: CatalogueRow): CatalogueItem => ({ key: keyOf(row), row: JSON.stringify(row) });

export const keyOf = (row: CatalogueRow): string => contentKey(contentOfRow(row));

/** The content that a row describes. */
export function contentOfRow(row: CatalogueRow): Content {
  return row.mediaType === 'movie'
    ? { mediaType: 'movie', tmdbId: row.tmdbId }
    : { mediaType: 'tv', tmdbId: row.tmdbId, season: row.season, episode: row.episode };
}

/** An answer's room, and the table's. */
export function boundProblems(row: CatalogueRow): RowProblem[] {
  const problem = (message: string, field?: string): RowProblem => ({
    ...(field && { field }),
    message,
    severity: 'error',
  });
  const bytes = Buffer.byteLength(JSON.stringify(row));
  return [
    ...(row.sources.length > MAX_SOURCES ? [problem(`more than ${MAX_SOURCES}`, 'sources')] : []),
    ...((row.subtitles?.length ?? 0) > MAX_SUBTITLES ? [problem(`more than ${MAX_SUBTITLES}`, 'subtitles')] : []),
    ...(bytes > MAX_ROW_BYTES ? [problem(`is larger than ${MAX_ROW_BYTES / 1024} KB`)] : []),
  ];
}

/** Numbers and text as the schema has them: TMDB's own exports write ids as numbers, spreadsheets write all as text. */
function normalised(written: object): Record<string, unknown> {
  const value: Record<string, unknown> = { ...written };
  if (typeof value.tmdbId === 'number') value.tmdbId = String(value.tmdbId);
  if (typeof value.tmdbId === 'string') value.tmdbId = value.tmdbId.trim();
  if (typeof value.mediaType === 'string') value.mediaType = value.mediaType.trim().toLowerCase();
  for (const field of ['season', 'episode']) {
    const stated = value[field];
    if (typeof stated === 'string' && /^\s*\d{1,9}\s*$/.test(stated)) value[field] = Number(stated);
  }
  return value;
}

/** Every field's problems, also where the media type is wrong and the schema would stop there. */
function schemaProblems(value: Record<string, unknown>): RowProblem[] {
  const isKnownType = value.mediaType === 'movie' || value.mediaType === 'tv';
  const checked = catalogueRow.safeParse(isKnownType ? value : { ...value, mediaType: 'movie' });
  const found = checked.success ? [] : checked.error.issues.map((issue) => inOwnWords(issue, value));
  if (isKnownType) return found;
  return [inOwnWords({ code: 'custom', path: ['mediaType'], message: '', input: value.mediaType }, value), ...found];
}

function linkProblems(value: Record<string, unknown>): RowProblem[] {
  const links = [
    ...linksIn(value.sources, 'sources'),
    ...linksIn(value.subtitles, 'subtitles'),
    ['poster', value.poster || undefined] as const,
  ];
  return links.flatMap(([field, link]) => {
    if (typeof link !== 'string' || parseMediaUrl(addressOf(link)) !== undefined) return [];
    return [{ field, message: 'must be an absolute http(s) URL without credentials', severity: 'error' as const }];
  });
}

/** The links of a list's elements, and of the lists in them that are stored. */
function linksIn(list: unknown, path: string): (readonly [field: string, link: unknown])[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((each: unknown, index) => {
    if (typeof each !== 'object' || each === null) return [];
    const own = `${path}[${index}]`;
    const nested = Object.entries(each).flatMap(([field, inner]) =>
      Object.hasOwn(providerSource.shape, field) ? linksIn(inner, `${own}.${field}`) : [],
    );
    return [[`${own}.url`, (each as { url?: unknown }).url] as const, ...nested];
  });
}
