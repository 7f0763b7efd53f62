import { BatchWriteItemCommand, type DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { type Clock, systemClock } from '../../lambda/clock.ts';
import { type CatalogueItem, RowError, readRow } from './catalogue-row.ts';

/** BatchWriteItem takes no more (Amazon DynamoDB API Reference). */
const BATCH_SIZE = 25;
const MAX_ATTEMPTS = 10;
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 5000;

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
 * Fills the catalogue table. Invalid lines are skipped and reported. A title replaces an earlier one, in the file
 * or in the table.
 * @throws Error when the table keeps refusing writes; what was written until then stays
 */
export async function importCatalogue(options: ImportOptions): Promise<ImportResult> {
  const { client, table, lines, onProgress, clock = systemClock } = options;
  const imported = new Set<string>();
  const rejected: RejectedLine[] = [];
  // By key, because one batch must not name a key twice.
  let batch = new Map<string, CatalogueItem>();
  const store = async () => {
    await writeBatch(client, table, [...batch.values()], clock);
    for (const key of batch.keys()) imported.add(key);
    batch = new Map();
    onProgress?.({ imported: imported.size, rejected });
  };

  let line = 0;
  for await (const raw of lines) {
    line += 1;
    // Trims a byte order mark and a carriage return too: both count as white space in ECMAScript.
    const text = raw.trim();
    if (text === '') continue;
    try {
      const item = readRow(text);
      batch.set(item.key, item);
    } catch (error) {
      if (!(error instanceof RowError)) throw error;
      rejected.push({ line, reason: error.message });
    }
    if (batch.size === BATCH_SIZE) await store();
  }
  if (batch.size > 0) await store();
  return { imported: imported.size, rejected };
}

async function writeBatch(
  client: DynamoDBClient,
  table: string,
  items: readonly CatalogueItem[],
  clock: Clock,
): Promise<void> {
  let left: WriteRequest[] = items.map(({ key, row }) => ({
    PutRequest: { Item: { pk: { S: key }, row: { S: row } } },
  }));
  for (let attempt = 1; left.length > 0; attempt++) {
    const answer = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: left } }));
    left = answer.UnprocessedItems?.[table] ?? [];
    if (left.length === 0) return;
    if (attempt === MAX_ATTEMPTS) throw new Error(`Table ${table} still refuses writes after ${MAX_ATTEMPTS} attempts`);
    await clock.sleep(Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS));
  }
}
