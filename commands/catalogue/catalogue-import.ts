import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../lambda/clock.ts';
import { type CatalogueItem, itemOf } from './catalogue-row.ts';
import { titlesOf } from './files/json-file.ts';
import { problemText } from './problem.ts';
import { writeRows } from './store/batches.ts';

export interface RejectedLine {
  /** Counted from 1, blank lines included. */
  readonly line: number;
  readonly reason: string;
}

export interface ImportResult {
  /** Titles of the file that are now in the table; a title that is in the file twice counts once. */
  readonly imported: number;
  readonly rejected: readonly RejectedLine[];
}

export interface ImportOptions {
  readonly client: DynamoDBClient;
  /** Name of the catalogue table. */
  readonly table: string;
  /** Each is one catalogue row as JSON (`catalogueRow` of the contract) or blank. */
  readonly lines: AsyncIterable<string>;
  /** Called after every batch. */
  readonly onProgress?: (result: ImportResult) => void;
  readonly clock?: Clock;
}

/**
 * Fills a catalogue table from JSON lines, whatever it held of these titles before; the cache is not touched. Invalid
 * lines are skipped and reported, each problem by itself. `npm run catalogue -- import` compares and purges instead:
 * see store/catalogue-update.ts.
 * @throws Error when the table keeps refusing writes; what was written until then stays
 */
export async function importCatalogue(options: ImportOptions): Promise<ImportResult> {
  const { client, table, lines, onProgress, clock } = options;
  const numbered: { text: string; line: number }[] = [];
  for await (const text of lines) numbered.push({ text, line: numbered.length + 1 });
  const { titles, problems } = titlesOf(numbered);
  const rejected = problems
    .filter(({ severity }) => severity === 'error')
    .map((problem) => ({ line: problem.line, reason: problemText(problem) }));
  const items = new Map<string, CatalogueItem>();
  for (const item of titles.map(({ row }) => itemOf(row))) items.set(item.key, item);
  const report = (imported: number) => onProgress?.({ imported, rejected });
  await writeRows({ client, name: table, ...(clock && { clock }) }, { put: [...items.values()] }, report);
  return { imported: items.size, rejected };
}
