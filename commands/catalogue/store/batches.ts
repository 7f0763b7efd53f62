import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type DynamoDBClient,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { type Clock, systemClock } from '../../../lambda/clock.ts';
import type { CatalogueItem } from '../catalogue-row.ts';

/** BatchWriteItem and BatchGetItem take no more (Amazon DynamoDB API Reference). */
const WRITES = 25;
const READS = 100;
const MAX_ATTEMPTS = 10;
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 5000;

/** A table and the client that reaches it. */
export interface BatchTable {
  readonly client: DynamoDBClient;
  readonly name: string;
  /** For the waits between the attempts. */
  readonly clock?: Clock;
}

/**
 * The stored rows of these keys, as text. A key without one is absent.
 *
 * @throws Error when the table keeps refusing
 */
export async function readRows(table: BatchTable, keys: readonly string[]): Promise<Map<string, string>> {
  const rows = new Map<string, string>();
  for (let at = 0; at < keys.length; at += READS) {
    let left = keys.slice(at, at + READS).map((key) => ({ pk: { S: key } }));
    await untilDone(table, 'reads', async () => {
      // Consistent, since what was imported a moment ago must not be taken for an earlier row.
      const asked = { [table.name]: { Keys: left, ConsistentRead: true } };
      const answer = await table.client.send(new BatchGetItemCommand({ RequestItems: asked }));
      for (const item of answer.Responses?.[table.name] ?? []) {
        if (item.pk?.S !== undefined) rows.set(item.pk.S, item.row?.S ?? '');
      }
      left = (answer.UnprocessedKeys?.[table.name]?.Keys ?? []) as typeof left;
      return left.length === 0;
    });
  }
  return rows;
}

/**
 * Writes these rows and deletes these keys, of which none may be named twice.
 *
 * @param onProgress called after every batch with the number of rows and keys that are done
 * @throws Error when the table keeps refusing; what was written until then stays
 */
export async function writeRows(
  table: BatchTable,
  { put = [], remove = [] }: { readonly put?: readonly CatalogueItem[]; readonly remove?: readonly string[] },
  onProgress: (done: number) => void = () => undefined,
): Promise<void> {
  const writes: WriteRequest[] = [
    ...put.map(({ key, row }) => ({ PutRequest: { Item: { pk: { S: key }, row: { S: row } } } })),
    ...remove.map((key) => ({ DeleteRequest: { Key: { pk: { S: key } } } })),
  ];
  for (let at = 0; at < writes.length; at += WRITES) {
    let left = writes.slice(at, at + WRITES);
    await untilDone(table, 'writes', async () => {
      const answer = await table.client.send(new BatchWriteItemCommand({ RequestItems: { [table.name]: left } }));
      left = answer.UnprocessedItems?.[table.name] ?? [];
      return left.length === 0;
    });
    onProgress(Math.min(at + WRITES, writes.length));
  }
}

async function untilDone({ name, clock = systemClock }: BatchTable, what: string, attempt: () => Promise<boolean>) {
  for (let number = 1; !(await attempt()); number++) {
    if (number === MAX_ATTEMPTS) throw new Error(`Table ${name} still refuses ${what} after ${MAX_ATTEMPTS} attempts`);
    await clock.sleep(Math.min(FIRST_WAIT_MS * 2 ** (number - 1), LONGEST_WAIT_MS));
  }
}
