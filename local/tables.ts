import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { openDataFolder } from './data-folder.ts';
import { diskTrouble } from './disk-trouble.ts';
import { REGION } from './intrinsics.ts';
import { checkStore, withStoreErrorsAnswered } from './level-store.ts';
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
  await openDataFolder(folder);
  await checkStore(folder);
  const server = withStoreErrorsAnswered(() => dynalite({ path: folder, createTableMs: 0 }), troubleTeller(folder));
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
    const { TableNames: standing = [] } = await client.send(new ListTablesCommand({}));
    for (const table of definitions) if (!standing.includes(table.name)) await createTable(client, table);
  } catch (error) {
    await stop();
    throw error;
  } finally {
    client.destroy();
  }
  return { endpoint, stop };
}

/** Tells on stderr what the disk refuses, each reason once: requests go on, and what they write is lost. */
function troubleTeller(folder: string): (error: Error) => void {
  const told = new Set<string>();
  return (error) => {
    if (!(error as NodeJS.ErrnoException).code?.startsWith('LEVEL_')) return;
    const reason = diskTrouble(error) ?? 'they are damaged: stop, and delete them';
    if (!told.has(reason)) console.error(`The tables in ${folder} cannot be read or written, ${reason}`);
    told.add(reason);
  };
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
