import { type AttributeValue, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { BatchTable } from './batches.ts';

/** The key of the one item of the table that is no title: no content has it. */
export const NOTE_KEY = 'import#last';

/** What must be purged: contents by their keys, or everything. */
export type PurgeTargets = readonly string[] | 'everything';

export interface LastImport {
  /** RFC 3339. */
  readonly at: string;
  /** Titles of the file that were in the table afterwards. */
  readonly titles: number;
  readonly added: number;
  readonly changed: number;
  readonly rejected: number;
}

export interface ImportNote {
  readonly last: LastImport | undefined;
  /** What a run that was interrupted has written and not purged. */
  readonly unpurged: PurgeTargets;
}

/** What the table knows of earlier imports. */
export async function readNote({ client, name }: BatchTable): Promise<ImportNote> {
  const key = { pk: { S: NOTE_KEY } };
  const { Item } = await client.send(new GetItemCommand({ TableName: name, Key: key, ConsistentRead: true }));
  return { last: parsed<LastImport>(Item?.last), unpurged: parsed<PurgeTargets>(Item?.unpurged) ?? [] };
}

/** Notes what is about to be written, so that a run after an interrupted one purges it. */
export async function noteUnpurged(table: BatchTable, targets: PurgeTargets): Promise<void> {
  await update(table, 'unpurged', targets);
}

/** Notes a finished import. */
export async function noteImport(table: BatchTable, last: LastImport): Promise<void> {
  await update(table, 'last', last);
}

async function update({ client, name }: BatchTable, field: 'last' | 'unpurged', value: unknown): Promise<void> {
  await client.send(
    new UpdateItemCommand({
      TableName: name,
      Key: { pk: { S: NOTE_KEY } },
      UpdateExpression: 'SET #field = :value',
      ExpressionAttributeNames: { '#field': field },
      ExpressionAttributeValues: { ':value': { S: JSON.stringify(value) } },
    }),
  );
}

const parsed = <T>(attribute: AttributeValue | undefined): T | undefined =>
  attribute?.S === undefined ? undefined : (JSON.parse(attribute.S) as T);
