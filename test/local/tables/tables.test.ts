import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetItemCommand, ListTablesCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { DynamoDb } from '../../../local/tables/dynamodb.ts';
import { dynamoClient, startTables } from '../../../local/tables/tables.ts';
import { pkTable } from '../../support/pk-table.ts';

const ownRequire = createRequire(import.meta.url);
/** The LevelDB that dynalite keeps its tables in. */
const { Level } = createRequire(ownRequire.resolve('dynalite'))('level') as typeof import('level');

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

test('a table can be written to as soon as it exists', async () => {
  const client = await start('fresh');
  await client.send(new PutItemCommand({ TableName: 'fresh', Item: { pk: { S: 'a' } } }));
});

test('a folder that another stack uses is reported in one sentence', async () => {
  await start('first');
  await expect(startTables(folder, [pkTable('first')])).rejects.toThrow(
    /^The tables in .* another local stack uses it$/,
  );
});

test('a damaged folder is reported in one sentence', async () => {
  await start('first');
  await running!.stop();
  running = undefined;
  for (const file of await readdir(folder)) writeFileSync(join(folder, file), 'garbage');
  await expect(startTables(folder, [pkTable('first')])).rejects.toThrow(
    /^The tables in .* they are damaged: delete them$/,
  );
});

describe('what is stored and', () => {
  /** A store whose items are in their own table file, as they do after some use. */
  async function storeWithFiles(): Promise<string[]> {
    await start('first');
    await running!.stop();
    running = undefined;
    const level = new Level<string, unknown>(folder, { valueEncoding: 'json' });
    for (let n = 0; n < 200; n++) await level.put(`item-first~${n}`, { pk: { S: `${n} ${'x'.repeat(100)}` } });
    await (level as unknown as { compactRange(from: string, to: string): Promise<void> }).compactRange('a', 'z');
    await level.close();
    const files = (await readdir(folder)).filter((file) => file.endsWith('.ldb')).map((file) => join(folder, file));
    expect(files).not.toEqual([]);
    return files;
  }

  test.each<[string, (whole: Buffer) => Buffer]>([
    ['ends in the middle', (whole) => whole.subarray(0, 500)],
    ['is empty', () => Buffer.alloc(0)],
    ['is something else', () => Buffer.from('garbage'.repeat(100))],
    ['has wrong bytes in its middle', (whole) => Buffer.from(whole).fill(0xa5, 100, 400)],
  ])('%s is reported in one sentence', async (_, damaged) => {
    for (const file of await storeWithFiles()) writeFileSync(file, damaged(readFileSync(file)));
    await expect(startTables(folder, [pkTable('first')])).rejects.toThrow(
      /^The tables in .* they are damaged: delete them$/,
    );
  });

  test('is no item any more is reported in one sentence', async () => {
    await storeWithFiles();
    const level = new Level(folder);
    await level.put('item-first~a', '{"pk":');
    await level.close();
    await expect(startTables(folder, [pkTable('first')])).rejects.toThrow(
      /^The tables in .* they are damaged: delete them$/,
    );
  });

  test('is whole opens, and again after a refusal', async () => {
    const [file] = await storeWithFiles();
    const whole = readFileSync(file!);
    writeFileSync(file!, whole.subarray(0, 500));
    await expect(startTables(folder, [pkTable('first')])).rejects.toThrow();
    writeFileSync(file!, whole);
    await start('first');
  });
});

test('a folder that is a file is reported in one sentence', async () => {
  writeFileSync(join(folder, 'tables'), '');
  await expect(startTables(join(folder, 'tables'), [])).rejects.toThrow(
    /^The data folder .*tables cannot be used: a file is in the place of a folder$/,
  );
});

describe('a store that refuses while the tables are in use', () => {
  const refusal = (code: string, message: string) => Object.assign(new Error(message), { code });
  const FULL = refusal('LEVEL_IO_ERROR', 'IO error: /data/tables/000006.log: No space left on device');
  const DAMAGED = refusal('LEVEL_CORRUPTION', 'Corruption: block checksum mismatch');
  const Item = { pk: { S: 'a' } };
  const put = () => new PutItemCommand({ TableName: 'first', Item });
  let printed: jest.SpiedFunction<typeof console.error>;

  beforeEach(() => {
    printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test('costs the writes, each of which fails as in the cloud, and is reported once', async () => {
    const write = jest.spyOn(Level.prototype, 'put');
    const client = await start('first');
    await client.send(put());
    write.mockRejectedValueOnce(FULL).mockRejectedValueOnce(FULL);
    for (let time = 0; time < 2; time++) {
      await expect(client.send(put())).rejects.toMatchObject({
        name: 'InternalServerError',
        $metadata: { httpStatusCode: 500 },
      });
    }
    expect((await client.send(new GetItemCommand({ TableName: 'first', Key: Item }))).Item).toEqual(Item);
    await client.send(put());
    expect(printed.mock.calls).toEqual([[`The tables in ${folder} cannot be read or written, the disk is full`]]);
  });

  test('costs the reads of what is damaged', async () => {
    const read = jest.spyOn(Level.prototype, 'get');
    const values = jest.spyOn(Level.prototype, 'values');
    const client = await start('first');
    const get = () => client.send(new GetItemCommand({ TableName: 'first', Key: Item }));
    const query = () =>
      client.send(
        new QueryCommand({
          TableName: 'first',
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: 'a' } },
        }),
      );
    await client.send(put());
    read.mockRejectedValueOnce(DAMAGED);
    await expect(get()).rejects.toMatchObject({ name: 'InternalServerError' });
    values.mockReturnValueOnce({ next: () => Promise.reject(DAMAGED), return: () => Promise.resolve() } as never);
    await expect(query()).rejects.toMatchObject({ name: 'InternalServerError' });
    expect((await get()).Item).toEqual(Item);
    expect((await query()).Items).toEqual([Item]);
    expect(printed.mock.calls).toEqual([
      [`The tables in ${folder} cannot be read or written, they are damaged: stop, and delete them`],
    ]);
  });
});
