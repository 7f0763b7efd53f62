import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Source } from '../../../client/src/answer.ts';
import { recordsOf } from '../../../lambda/usage/player-record.ts';

// By an address: their types are a page's, and the project of the tests has none of these.
const pageCode = (name: string) => import(new URL(`../../../client/src/usage/${name}`, import.meta.url).href);
const [{ HlsRecords }, { Outbox }] = await Promise.all([pageCode('hls-records.ts'), pageCode('outbox.ts')]);

const T0 = 1_795_700_000_000;
const SOURCE: Source = {
  url: 'https://media.example.com/master.m3u8?token=secret',
  id: 'abc',
  type: 'hls',
  quality: 'auto',
  variants: [
    { quality: '1080p', bandwidth: 5_000_499 },
    { quality: '480p', bandwidth: 1_200_000 },
  ],
};

let server: Server;
let bodies: string[];
let statuses: number[];
let now = T0;
let outbox: { close(): void };
let records: { take(line: string): void };

beforeEach(async () => {
  [bodies, statuses, now] = [[], [], T0];
  server = createServer(async (request, response) => {
    bodies.push(await text(request));
    response.writeHead(statuses.shift() ?? 204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const clock = { now: () => now, sleep: () => new Promise<void>(() => undefined) };
  outbox = new Outbox({ url, clock, idleMs: 1, onLeave: () => undefined });
  records = new HlsRecords(SOURCE, outbox, 30_000);
});
afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())));

/** A record as hls.js writes it. */
const line = (e: string, sta: string | undefined, ms: number, br?: number): string =>
  `${br === undefined ? '' : `br=(${br}),`}cid="abc",e=${e},sf=h,sid="s"${sta ? `,sta=${sta}` : ''},ts=${T0 + ms},v=2`;

async function sent(count: number): Promise<string[]> {
  while (bodies.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  return bodies;
}

test('what hls.js writes every two seconds becomes one record each interval, and the last one says where it ended', async () => {
  records.take(line('t', undefined, 0));
  records.take(line('ps', 's', 10));
  records.take(line('bc', 's', 20, 1_200));
  records.take(line('ps', 'p', 510, 5_000));
  for (let ms = 2_000; ms <= 71_000; ms += 2_000) records.take(line('t', 'p', ms, 5_000));
  outbox.close();
  const [body = ''] = await sent(1);
  const read = recordsOf(body);
  if (read === 'too-many') throw new Error('Too many records');
  expect(read.map(({ event, state, at }) => `${event} ${state} ${at - T0}`)).toEqual([
    'ps s 10',
    'ps p 510',
    't p 30000',
    't p 60000',
    't p 70000',
  ]);
  expect(read.map(({ quality }) => quality)).toEqual([undefined, '1080p', '1080p', '1080p', '1080p']);
  expect(read.map(({ startMs }) => startMs)).toEqual([undefined, 500, undefined, undefined, undefined]);
  expect(read.map(({ host }) => host)).toEqual(Array(5).fill('media.example.com'));
  expect(body).not.toContain('secret');
});

test('a paused player says so once, and one that is loaded anew goes on with its viewing', async () => {
  records.take(line('ps', 's', 0));
  records.take(line('ps', 'p', 400));
  records.take(line('ps', 'a', 5_000));
  for (let ms = 6_000; ms <= 60_000; ms += 2_000) records.take(line('t', 'a', ms));
  records.take(line('ps', 's', 61_000));
  outbox.close();
  const read = recordsOf((await sent(1))[0]!);
  if (read === 'too-many') throw new Error('Too many records');
  expect(read.map(({ state, isContinued }) => `${state} ${isContinued}`)).toEqual([
    's false',
    'p false',
    'a false',
    's true',
  ]);
});

test('each body says how long ago the record before it was; what was refused for now is sent again', async () => {
  statuses = [503];
  for (let index = 0; index < 10; index += 1) records.take(line('ps', index % 2 ? 'r' : 'p', index * 1_000));
  await sent(1);
  await new Promise((resolve) => setTimeout(resolve, 30));
  now += 31_000;
  records.take(line('ps', 'p', 12_500));
  const [first, again] = await sent(2);
  expect(again!.startsWith(first!)).toBe(true);
  records.take(line('ps', 'a', 20_000));
  outbox.close();
  const last = recordsOf((await sent(3))[2]!);
  expect(last).toMatchObject([{ state: 'a', gapMs: 7_500, formerState: 'p' }]);
});

test('a stage without a collector is asked once', async () => {
  statuses = [404];
  for (let index = 0; index < 10; index += 1) records.take(line('ps', index % 2 ? 'r' : 'p', index * 1_000));
  await sent(1);
  await new Promise((resolve) => setTimeout(resolve, 30));
  for (let index = 0; index < 30; index += 1) records.take(line('ps', index % 2 ? 'r' : 'p', 20_000 + index * 1_000));
  outbox.close();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(bodies).toHaveLength(1);
});
