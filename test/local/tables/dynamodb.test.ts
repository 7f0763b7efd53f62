import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { startDynamoDb } from '../../../local/tables/dynamodb.ts';
import { createTable, dynamoClient } from '../../../local/tables/tables.ts';
import { pkTable } from '../../support/pk-table.ts';

const Key = { pk: { S: 'counter' } };

test('a stop in the middle of operations lets those end that it had taken, and keeps what they wrote', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stream-api-dynamodb-'));
  const first = await startDynamoDb({ path: folder, onTrouble: () => undefined });
  const client = dynamoClient(first.endpoint);
  await createTable(client, pkTable('counters'));
  const update = new UpdateItemCommand({
    TableName: 'counters',
    Key,
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': { N: '1' } },
  });
  let answered = 0;
  const updates = Array.from({ length: 50 }, () =>
    client.send(update).then(
      () => (answered += 1),
      () => undefined,
    ),
  );
  await updates[0];
  // An operation on a store that has closed would be an exception that nobody catches, and the end of this test.
  await first.stop();
  await Promise.all(updates);
  client.destroy();

  const second = await startDynamoDb({ path: folder, onTrouble: () => undefined });
  const reader = dynamoClient(second.endpoint);
  const { Item } = await reader.send(new GetItemCommand({ TableName: 'counters', Key }));
  reader.destroy();
  await second.stop();
  await rm(folder, { recursive: true });
  expect(answered).toBeGreaterThan(0);
  expect(Number(Item?.n?.N)).toBeGreaterThanOrEqual(answered);
});

test('a client that disconnects in the middle of its request costs the others nothing', async () => {
  const database = await startDynamoDb();
  const client = dynamoClient(database.endpoint);
  await createTable(client, pkTable('items'));
  const { hostname, port } = new URL(database.endpoint);
  const socket = connect(Number(port), hostname);
  socket.end('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"TableName":');
  await once(socket.resume(), 'close');
  const { $metadata } = await client.send(new PutItemCommand({ TableName: 'items', Item: Key }));
  expect($metadata.httpStatusCode).toBe(200);
  client.destroy();
  await database.stop();
});
