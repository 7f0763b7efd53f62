import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { LiveTable, type Watcher } from '../../lambda/live/live-table.ts';
import { WatchedTitles } from '../../lambda/live/watched-titles.ts';
import { startDynamoDb } from '../../local/tables/dynamodb.ts';
import { createTable } from '../../local/tables/tables.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { pkTable } from '../support/pk-table.ts';

const LIVE = 'live';
const CACHE = 'cache';
export const NAMESPACE = 'abcdef01';

/** The table of connections and the cache's, in a DynamoDB on loopback, on a clock that the test moves. */
export async function startLiveTables() {
  const { endpoint, stop } = await startDynamoDb();
  const plain = new DynamoDBClient({
    endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const live = pkTable(LIVE);
  await createTable(plain, {
    ...live,
    attributes: [...live.attributes, { AttributeName: 'sk', AttributeType: 'S' }],
    keys: [...live.keys, { AttributeName: 'sk', KeyType: 'RANGE' }],
  });
  await createTable(plain, pkTable(CACHE));
  const client = DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } });
  const clock = new FakeClock();
  return {
    client,
    clock,
    cacheTable: CACHE,
    table: new LiveTable(client, LIVE, () => clock.now()),
    titles: new WatchedTitles(client, CACHE, NAMESPACE),
    rows: async () => (await client.send(new ScanCommand({ TableName: LIVE }))).Items ?? [],
    stop: async () => {
      plain.destroy();
      await stop();
    },
  };
}

export type LiveTables = Awaited<ReturnType<typeof startLiveTables>>;

export async function all(pages: AsyncIterable<Watcher[]>): Promise<string[]> {
  const found: Watcher[] = [];
  for await (const page of pages) found.push(...page);
  return found.map(({ connection, content }) => `${connection} ${Object.values(content).join(':')}`).sort();
}
