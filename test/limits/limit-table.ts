import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { startDynamoDb } from '../../local/tables/dynamodb.ts';
import { createTable } from '../../local/tables/tables.ts';
import { pkTable } from '../support/pk-table.ts';

export const TABLE = 'rate-limit';

const CREDENTIALS = { region: 'local', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/** A DynamoDB on loopback with an empty table for the limiter. */
export interface RunningTable {
  readonly client: DynamoDBDocumentClient;
  /** A client that has a name of each command it sent, in order. */
  watchedClient(): { readonly client: DynamoDBDocumentClient; readonly sent: string[] };
  item(pk: string): Promise<Record<string, unknown> | undefined>;
  keys(): Promise<string[]>;
  /** Everything in the table, as text. */
  dump(): Promise<string>;
  stop(): Promise<void>;
}

export async function startLimitTable(): Promise<RunningTable> {
  const { endpoint, stop } = await startDynamoDb();
  const plain = new DynamoDBClient({ endpoint, maxAttempts: 1, ...CREDENTIALS });
  const client = DynamoDBDocumentClient.from(plain);
  await createTable(plain, pkTable(TABLE));
  const items = async () => {
    const found: Record<string, unknown>[] = [];
    for await (const { Items = [] } of paginateScan({ client }, { TableName: TABLE })) found.push(...Items);
    return found;
  };
  return {
    client,
    watchedClient: () => {
      const sent: string[] = [];
      const watched = DynamoDBDocumentClient.from(plain);
      const send = watched.send.bind(watched) as (...parameters: unknown[]) => Promise<unknown>;
      watched.send = ((...parameters: unknown[]) => {
        sent.push((parameters[0] as object).constructor.name);
        return send(...parameters);
      }) as DynamoDBDocumentClient['send'];
      return { client: watched, sent };
    },
    item: async (pk) => (await client.send(new GetCommand({ TableName: TABLE, Key: { pk } }))).Item,
    keys: async () => (await items()).map((item) => String(item.pk)).sort(),
    dump: async () => JSON.stringify(await items()),
    stop: async () => {
      plain.destroy();
      await stop();
    },
  };
}
