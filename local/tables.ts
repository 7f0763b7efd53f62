import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { type DynamoDb, startDynamoDb } from './dynamodb.ts';
import { REGION } from './intrinsics.ts';
import type { TableDefinition } from './template.ts';

/** A client for a DynamoDB on this machine. */
export const dynamoClient = (endpoint: string) =>
  new DynamoDBClient({
    endpoint,
    region: REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });

/**
 * Starts a DynamoDB in this process that keeps its data in a folder, with the tables of the template. Tables that stand
 * there already keep their items.
 * @throws Error with one sentence when the folder cannot be used
 */
export async function startTables(folder: string, definitions: readonly TableDefinition[]): Promise<DynamoDb> {
  await mkdir(folder, { recursive: true });
  await checkStore(folder);
  const database = await startDynamoDb(folder);
  const client = dynamoClient(database.endpoint);
  try {
    const { TableNames: standing = [] } = await client.send(new ListTablesCommand({}));
    for (const table of definitions) if (!standing.includes(table.name)) await createTable(client, table);
  } catch (error) {
    await database.stop();
    throw error;
  } finally {
    client.destroy();
  }
  return database;
}

/** Opened once by itself: dynalite would end the whole process over a store that it cannot open. */
async function checkStore(folder: string): Promise<void> {
  const own = createRequire(import.meta.url);
  const { Level } = createRequire(own.resolve('dynalite'))('level') as typeof import('level');
  const store = new Level(folder);
  try {
    await store.open();
    await store.close();
  } catch (error) {
    const cause = (error as Error).cause as NodeJS.ErrnoException | undefined;
    const reason = cause?.code === 'LEVEL_LOCKED' ? 'another local stack uses it' : 'it is damaged: delete it';
    throw new Error(`The tables in ${folder} cannot be opened, ${reason}`, { cause: error });
  }
}

/** Creates a table and resolves when it can be used. */
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
