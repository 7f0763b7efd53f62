import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { catalogueRows } from '../../lambda/wiring/health/catalogue-rows.ts';
import { type DynamoDb, startDynamoDb } from '../../local/tables/dynamodb.ts';
import { createTable, dynamoClient } from '../../local/tables/tables.ts';
import { pkTable } from '../support/pk-table.ts';

/** More than one page of a scan. */
const KEYS = Array.from({ length: 60 }, (_, index) => `movie:${index}`);

let server: DynamoDb;
let client: DynamoDBDocumentClient;

beforeAll(async () => {
  server = await startDynamoDb();
  const plain = dynamoClient(server.endpoint);
  await createTable(plain, pkTable('catalogue'));
  client = DynamoDBDocumentClient.from(plain);
  for (let at = 0; at < KEYS.length; at += 20) {
    const puts = KEYS.slice(at, at + 20).map((pk) => ({ PutRequest: { Item: { pk, row: '{}' } } }));
    await client.send(new BatchWriteCommand({ RequestItems: { catalogue: puts } }));
  }
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

async function keysAfter(after: string | undefined): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of catalogueRows(client, 'catalogue', after)) keys.push(key);
  return keys;
}

test('the rows come once around, whichever one the last run ended with', async () => {
  const inOrder = await keysAfter(undefined);
  expect(inOrder.toSorted()).toEqual(KEYS.toSorted());
  for (const at of [0, 24, 30, 59]) {
    expect(await keysAfter(inOrder[at])).toEqual([...inOrder.slice(at + 1), ...inOrder.slice(0, at + 1)]);
  }
});
