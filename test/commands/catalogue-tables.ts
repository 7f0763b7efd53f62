import { DynamoDBClient, GetItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { LOCAL_CREDENTIALS } from '../../commands/target/local-stack.ts';
import { startDynamoDb } from '../../local/tables/dynamodb.ts';
import { createTable } from '../../local/tables/tables.ts';
import { pkTable } from '../support/pk-table.ts';

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
  const { endpoint, stop } = await startDynamoDb();
  const client = new DynamoDBClient({ endpoint, ...LOCAL_CREDENTIALS });
  await createTable(client, pkTable(TABLE));
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
      await stop();
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
