import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { systemClock } from '../../lambda/clock.ts';
import { listenOnLoopback } from '../../local/http/listener.ts';
import { LocalServer } from '../../local/http/local-server.ts';
import type { LambdaFunctions } from '../../local/lambda/lambda-functions.ts';
import { connectionsApi } from '../../local/websocket/connections-api.ts';
import { LocalWebSocketApi } from '../../local/websocket/websocket-api.ts';
import { Socket } from '../live/sockets.ts';
import { FakeClock } from '../support/fake-clock.ts';

const MINUTE = 60_000;
const route = { functionArn: 'arn', hasResponse: true };
const API = {
  id: 'api',
  stageName: 'live',
  throttle: { rate: 10, burst: 20 },
  selector: 'action',
  routes: new Map(['$connect', '$disconnect', '$default'].map((key) => [key, route])),
};

let clock: FakeClock;
let events: { routeKey: string; body?: string; disconnectStatusCode?: number }[];
let api: LocalWebSocketApi;
let port: number;
let stop: () => Promise<void>;

beforeEach(async () => {
  clock = new FakeClock();
  events = [];
  const functions = {
    invoke: async (_name: string, payload: string) => {
      const { requestContext, body } = JSON.parse(payload);
      events.push({ ...requestContext, body });
      return { payload: JSON.stringify({ statusCode: 200, ...(body && { body: `{"echo":${body.length}}` }) }) };
    },
  };
  api = new LocalWebSocketApi(clock, API, functions as unknown as LambdaFunctions);
  const server = new LocalServer(systemClock);
  const listener = await listenOnLoopback(0, server);
  server.open([connectionsApi(api.connections), api], () => undefined);
  ({ port, stop } = listener);
});
afterEach(() => stop());

const open = () => Socket.open(`ws://127.0.0.1:${port}/live`);
const seen = (key: string) => events.filter(({ routeKey }) => routeKey === key);

test('a connection closes after ten minutes without a message, and not before', async () => {
  const socket = await open();
  await clock.advance(9 * MINUTE);
  socket.send('{}');
  await socket.until(() => true);
  await clock.advance(9 * MINUTE);
  expect(socket.closeCode).toBeUndefined();
  await clock.advance(2 * MINUTE);
  expect(await socket.untilClosed()).toBe(1001);
  while (seen('$disconnect').length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(seen('$disconnect')[0]).toMatchObject({ disconnectStatusCode: 1001 });
});

test('a connection closes after two hours, whatever it sends', async () => {
  const socket = await open();
  for (let minutes = 0; minutes < 119; minutes += 7) {
    socket.send('{}');
    const expected = minutes / 7 + 1;
    while (socket.events.length < expected) await new Promise((resolve) => setTimeout(resolve, 2));
    await clock.advance(7 * MINUTE);
  }
  await clock.advance(2 * MINUTE);
  expect(await socket.untilClosed()).toBe(1001);
});

test('messages over the throttle are refused in the words of API Gateway', async () => {
  const socket = await open();
  for (let message = 0; message < 25; message++) socket.send('{}');
  while (socket.events.length < 25) await new Promise((resolve) => setTimeout(resolve, 5));
  const refused = socket.events.filter((event) => 'message' in event && event.message === 'Too Many Requests');
  expect(refused).toHaveLength(5);
});

test('connections are managed by their ids, and one that has ended is a 410', async () => {
  const socket = await open();
  const [id] = [...api.connections.keys()];
  const at = `http://127.0.0.1:${port}/@connections/${encodeURIComponent(id!)}`;
  expect((await fetch(at, { method: 'POST', body: '{"type":"bye","after":1}' })).status).toBe(200);
  await socket.until(({ type }) => type === 'bye');
  expect(await (await fetch(at)).json()).toMatchObject({ identity: { sourceIp: expect.stringMatching(/^127\./) } });
  expect((await fetch(at, { method: 'POST', body: 'x'.repeat(129 * 1024) })).status).toBe(413);
  expect((await fetch(at, { method: 'DELETE' })).status).toBe(204);
  await socket.untilClosed();
  const late = await fetch(at, { method: 'POST', body: '{}' });
  expect([late.status, late.headers.get('x-amzn-errortype')]).toEqual([410, 'GoneException']);
});

test('a message cannot choose the routes of connections', async () => {
  const socket = await open();
  for (const action of ['$connect', '$disconnect', '$default']) socket.send({ action });
  while (socket.events.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  expect([seen('$connect').length, seen('$disconnect').length, seen('$default').length]).toEqual([1, 0, 3]);
});

const handshake = (version: string, key: string, more = '') =>
  new Promise<string>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `GET /live HTTP/1.1\r\nHost: localhost:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: ${version}\r\n${more}\r\n`,
    );
    socket.once('data', (data) => {
      socket.destroy();
      resolve(String(data).split('\r\n')[0]!);
    });
  });
const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

test('a handshake of another form is refused before the function is asked', async () => {
  expect(await handshake('99', KEY)).toContain('400');
  expect(await handshake('13', 'x')).toContain('400');
  expect(seen('$connect')).toEqual([]);
});

test('what was admitted and did not open has ended', async () => {
  expect(await handshake('13', KEY, 'Sec-WebSocket-Protocol: a, a\r\n')).toContain('400');
  while (seen('$disconnect').length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect([seen('$connect').length, seen('$disconnect').length]).toEqual([1, 1]);
});

test('an id that is no text is the id of no connection', async () => {
  expect((await fetch(`http://127.0.0.1:${port}/@connections/%ff`, { method: 'POST', body: '{}' })).status).toBe(410);
});
