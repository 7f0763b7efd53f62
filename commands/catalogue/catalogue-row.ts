import type { z } from 'zod';
import { MAX_SOURCES, MAX_SUBTITLES } from '../../contract/bounds.ts';
import { type CatalogueRow, catalogueRow } from '../../contract/catalogue.ts';
import { parameterRule } from '../../contract/parameter-rules.ts';
import { addressOf } from '../../lambda/providers/candidates.ts';
import { type Content, contentKey } from '../../lambda/stream/content.ts';
import { parseMediaUrl } from '../../lambda/stream/links/media-url.ts';

/** A table item holds 400 KB (DynamoDB Developer Guide, "Constraints"); the rest is for the key and the names. */
const MAX_ROW_BYTES = 399 * 1024;

/** The table's item of one title. */
export interface CatalogueItem {
  readonly key: string;
  /** The row as JSON. */
  readonly row: string;
}

/** A line that is not a title; the message is one sentence for the operator. */
export class RowError extends Error {
  override name = 'RowError' as const;
}

/**
 * Reads one line of a catalogue file. It is stricter than the schema where an answer would silently drop something:
 * links must be absolute http(s) URLs, and an answer must have room for all of them.
 * @throws RowError
 */
export function readRow(line: string): CatalogueItem {
  const checked = catalogueRow.safeParse(parseJson(line));
  if (!checked.success) throw new RowError(reasonOf(checked.error.issues[0]!));
  const row = checked.data;
  checkLinks(row);
  const text = JSON.stringify(row);
  if (Buffer.byteLength(text) > MAX_ROW_BYTES) throw new RowError(`is larger than ${MAX_ROW_BYTES / 1024} KB`);
  return { key: contentKey(contentOfRow(row)), row: text };
}

/** The content that a row describes. */
function contentOfRow(row: CatalogueRow): Content {
  return row.mediaType === 'movie'
    ? { mediaType: 'movie', tmdbId: row.tmdbId }
    : { mediaType: 'tv', tmdbId: row.tmdbId, season: row.season, episode: row.episode };
}

function parseJson(line: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new RowError(`is not valid JSON: ${(error as Error).message}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new RowError('is not a JSON object');
  return value;
}

function checkLinks(row: CatalogueRow): void {
  const subtitles = row.subtitles ?? [];
  if (row.sources.length > MAX_SOURCES) throw new RowError(`sources: more than ${MAX_SOURCES}`);
  if (subtitles.length > MAX_SUBTITLES) throw new RowError(`subtitles: more than ${MAX_SUBTITLES}`);
  const links = [
    ...row.sources.map(({ url }, index) => [`sources[${index}].url`, url] as const),
    ...subtitles.map(({ url }, index) => [`subtitles[${index}].url`, url] as const),
    ...(row.poster ? [['poster', row.poster] as const] : []),
  ];
  for (const [field, url] of links) {
    if (parseMediaUrl(addressOf(url)) === undefined) {
      throw new RowError(`${field}: must be an absolute http(s) URL without credentials`);
    }
  }
}

function reasonOf(issue: z.core.$ZodIssue): string {
  const field = issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  const name = field.replace(/^\./, '');
  // A wrong type ("expected string, received number") is clearer than the rule.
  const rule = issue.code === 'invalid_type' ? undefined : parameterRule[name as keyof typeof parameterRule];
  return `${name === '' ? 'row' : name}: ${rule ?? issue.message}`;
}
