import { setTimeout as delay } from 'node:timers/promises';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { REGION } from '../template/intrinsics.ts';
import type { TableDefinition } from '../template/template.ts';
import { openDataFolder } from './data-folder.ts';
import { diskTrouble } from './disk-trouble.ts';
import { type DynamoDb, startDynamoDb } from './dynamodb.ts';
import { checkStore } from './level-store.ts';

/** A client for a DynamoDB on this machine. */
export const dynamoClient = (endpoint: string) =>
  new DynamoDBClient({
    endpoint,
    region: REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });

/**
 * Starts a DynamoDB in this process with the tables of the template, on data in a folder. Existing tables keep their
 * items.
 * @throws Error with one sentence when the folder cannot be used
 */
export async function startTables(folder: string, definitions: readonly TableDefinition[]): Promise<DynamoDb> {
  await openDataFolder(folder);
  await checkStore(folder);
  const database = await startDynamoDb({ path: folder, onTrouble: troublePrinter(folder) });
  const client = dynamoClient(database.endpoint);
  try {
    const { TableNames: existing = [] } = await client.send(new ListTablesCommand({}));
    for (const table of definitions) if (!existing.includes(table.name)) await createTable(client, table);
  } catch (error) {
    await database.stop();
    throw error;
  } finally {
    client.destroy();
  }
  return database;
}

/** Prints on stderr why the disk refuses, each reason once. Requests go on, and what they write is lost. */
function troublePrinter(folder: string): (error: Error) => void {
  const printed = new Set<string>();
  return (error) => {
    if (!(error as NodeJS.ErrnoException).code?.startsWith('LEVEL_')) return;
    const reason = diskTrouble(error) ?? 'they are damaged: stop, and delete them';
    if (!printed.has(reason)) console.error(`The tables in ${folder} cannot be read or written, ${reason}`);
    printed.add(reason);
  };
}

/** Creates a table, and resolves when it is active. */
export async function createTable(client: DynamoDBClient, { name, attributes, keys }: TableDefinition): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: name,
      AttributeDefinitions: attributes,
      KeySchema: keys,
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  const describe = new DescribeTableCommand({ TableName: name });
  while ((await client.send(describe)).Table?.TableStatus !== 'ACTIVE') await delay(5);
}
