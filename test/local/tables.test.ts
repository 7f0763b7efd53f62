import { writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetItemCommand, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { DynamoDb } from '../../local/dynamodb.ts';
import { dynamoClient, startTables } from '../../local/tables.ts';
import { pkTable } from '../pk-table.ts';

let folder: string;
let running: DynamoDb | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stream-api-tables-'));
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function start(...names: string[]) {
  running = await startTables(folder, names.map(pkTable));
  return dynamoClient(running.endpoint);
}

test('a table keeps its items over a restart, and a new one joins it', async () => {
  const Item = { pk: { S: 'movie:550' }, n: { N: '1' } };
  let client = await start('first');
  await client.send(new PutItemCommand({ TableName: 'first', Item }));
  await running!.stop();

  client = await start('first', 'second');
  expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual(['first', 'second']);
  expect((await client.send(new GetItemCommand({ TableName: 'first', Key: { pk: Item.pk } }))).Item).toEqual(Item);
});

test('a table can be written to as soon as it stands', async () => {
  const client = await start('fresh');
  await client.send(new PutItemCommand({ TableName: 'fresh', Item: { pk: { S: 'a' } } }));
});

test('a folder that another stack uses is told in one sentence', async () => {
  await start('first');
  await expect(startTables(folder, [pkTable('first')])).rejects.toThrow(
    /^The tables in .* another local stack uses it$/,
  );
});

test('a damaged folder is told in one sentence', async () => {
  await start('first');
  await running!.stop();
  running = undefined;
  for (const file of await readdir(folder)) writeFileSync(join(folder, file), 'garbage');
  await expect(startTables(folder, [pkTable('first')])).rejects.toThrow(/^The tables in .* it is damaged: delete it$/);
});
