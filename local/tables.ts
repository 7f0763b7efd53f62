import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { REGION } from './intrinsics.ts';
import type { TableDefinition } from './template.ts';

export interface Tables {
  /** `http://127.0.0.1:NNNN` */
  readonly endpoint: string;
  stop(): Promise<void>;
}

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
export async function startTables(folder: string, definitions: readonly TableDefinition[]): Promise<Tables> {
  await mkdir(folder, { recursive: true });
  const server = dynalite({ path: folder, createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const client = dynamoClient(endpoint);
  try {
    const standing = await standingTables(client, folder);
    for (const table of definitions) if (!standing.includes(table.name)) await createTable(client, table);
  } catch (error) {
    await stop();
    throw error;
  } finally {
    client.destroy();
  }
  return { endpoint, stop };
}

async function standingTables(client: DynamoDBClient, folder: string): Promise<readonly string[]> {
  try {
    return (await client.send(new ListTablesCommand({}))).TableNames ?? [];
  } catch (cause) {
    throw new Error(`The tables in ${folder} cannot be opened: damaged, or in use by another local stack`, { cause });
  }
}

async function createTable(client: DynamoDBClient, { name, attributes, keys }: TableDefinition): Promise<void> {
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
