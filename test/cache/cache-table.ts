import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { startDynamoDb } from '../../local/tables/dynamodb.ts';
import { createTable } from '../../local/tables/tables.ts';
import { missingPart, startDynamoDbLocal } from '../dynamodb-local/server.ts';
import { pkTable } from '../support/pk-table.ts';

export const TABLE = 'cache';

/** A DynamoDB on loopback with an empty cache table. */
export interface CacheTable {
  readonly endpoint: string;
  readonly client: DynamoDBDocumentClient;
  item(pk: string): Promise<Record<string, unknown> | undefined>;
  stop(): Promise<void>;
}

/** Every DynamoDB that the tests of the shared tier run against. */
export const DATABASES = [
  { database: 'dynalite', missing: undefined, start: () => withTable(startDynamoDb()) },
  { database: 'DynamoDB Local', missing: missingPart(), start: () => withTable(startDynamoDbLocal()) },
] as const;

export const startCacheTable = DATABASES[0].start;

/** The reason is in the name, so that a run shows why it was skipped. */
export const nameOf = ({ database, missing }: (typeof DATABASES)[number]): string =>
  missing ? `${database} (skipped: ${missing})` : database;

async function withTable(starting: Promise<{ endpoint: string; stop(): Promise<void> }>): Promise<CacheTable> {
  const { endpoint, stop } = await starting;
  const plain = new DynamoDBClient({
    endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await createTable(plain, pkTable(TABLE));
  const client = DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } });
  return {
    endpoint,
    client,
    item: async (pk) =>
      (await client.send(new GetCommand({ TableName: TABLE, Key: { pk }, ConsistentRead: true }))).Item,
    stop: async () => {
      plain.destroy();
      await stop();
    },
  };
}
