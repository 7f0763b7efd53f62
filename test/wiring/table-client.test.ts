import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTableClient } from '../../lambda/wiring/clients/table-client.ts';
import { type CacheTable, startCacheTable, TABLE } from '../cache/cache-table.ts';

let table: CacheTable;
let front: Server;
/** Connections whose far end still knows of them. */
const alive = new Set<Socket>();
const sockets: Socket[] = [];
let resets = 0;

beforeAll(async () => {
  table = await startCacheTable();
  const { port } = new URL(table.endpoint);
  front = createServer((near) => {
    const far = connect(Number(port), '127.0.0.1');
    alive.add(near);
    sockets.push(near, far);
    near.on('data', (bytes) => {
      if (alive.has(near)) return void far.write(bytes);
      // As a network that has forgotten a connection: silence, and a reset once it is used.
      resets += 1;
      near.resetAndDestroy();
    });
    far.on('data', (bytes) => near.write(bytes));
    for (const socket of [near, far]) socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
  });
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => front.close(resolve));
  await table.stop();
});

test('a container that was frozen reaches the table at once, though all its connections are dead', async () => {
  for (let container = 0; container < 5; container += 1) {
    const client = createTableClient();
    const read = () => client.send(new GetCommand({ TableName: TABLE, Key: { pk: 'x' } }));
    // As many calls as a first request makes side by side.
    await Promise.all([read(), read(), read()]);
    alive.clear();
    await Promise.all([read(), read()]);
    client.destroy();
  }
  expect(resets).toBe(5 * 3);
});
