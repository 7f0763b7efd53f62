import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient, GetItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { LOCAL_CREDENTIALS } from '../../tools/local-stack.ts';

export const TABLE = 'catalogue';

/** A DynamoDB on loopback with an empty catalogue table. */
export interface RunningTable {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  /** The stored row of a key, parsed. */
  row(key: string): Promise<Record<string, unknown> | undefined>;
  keys(): Promise<string[]>;
  stop(): Promise<void>;
}

export async function startCatalogueTable(): Promise<RunningTable> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new DynamoDBClient({ endpoint, ...LOCAL_CREDENTIALS });
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
  return {
    endpoint,
    client,
    row: async (key) => {
      const { Item } = await client.send(new GetItemCommand({ TableName: TABLE, Key: { pk: { S: key } } }));
      return Item?.row?.S === undefined ? undefined : JSON.parse(Item.row.S);
    },
    keys: async () => {
      const keys: string[] = [];
      for await (const { Items = [] } of paginateScan({ client }, { TableName: TABLE })) {
        keys.push(...Items.map((item) => item.pk!.S!));
      }
      return keys.sort();
    },
    stop: async () => {
      client.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** A valid line of a catalogue file; `facts` replace or add fields. */
export function movieLine(tmdbId: string, facts: object = {}): string {
  return JSON.stringify({
    tmdbId,
    mediaType: 'movie',
    sources: [{ url: `https://media.example/${tmdbId}.mp4` }],
    ...facts,
  });
}
