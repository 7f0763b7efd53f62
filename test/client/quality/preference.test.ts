import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Clock, createStreamClient, type StreamClient } from '../../../client/src/index.ts';
import { deviceClassOf } from '../../../client/src/preference/device-class.ts';
import { MemoryStorage } from '../memory-storage.ts';

const WISH = { prefer: 'res:720', subtitleLanguages: ['de'], dataSaver: false };

/** The time of a device, which passes when a test lets it. */
class DrivenClock implements Clock {
  #now = 0;
  #sleeping: { until: number; wake: () => void }[] = [];
  now = () => this.#now;
  sleep = (ms: number) =>
    ms <= 0 ? Promise.resolve() : new Promise<void>((wake) => this.#sleeping.push({ until: this.#now + ms, wake }));
  pass(ms: number): void {
    this.#now += ms;
    for (const { until, wake } of this.#sleeping) if (until <= this.#now) wake();
    this.#sleeping = this.#sleeping.filter(({ until }) => until > this.#now);
  }
}

interface Call {
  readonly method: string;
  readonly authorization: string | undefined;
}

let calls: Call[];
/** What the API has of the one viewer. */
let kept: object | undefined;
let server: ReturnType<typeof createServer>;
let baseUrl: string;
let status: number;
const page = new EventTarget();
beforeEach(async () => {
  calls = [];
  kept = undefined;
  status = 200;
  Object.assign(globalThis, { window: page });
  server = createServer(async (request: IncomingMessage, response) => {
    const body = await text(request);
    const method = request.method ?? '';
    if (status === 200 && method === 'PUT') kept = JSON.parse(body);
    if (status === 200 && method === 'DELETE') kept = undefined;
    const data = kept ?? { prefer: '', subtitleLanguages: [], dataSaver: false };
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ success: true, data }));
    calls.push({ method, authorization: request.headers.authorization });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  Reflect.deleteProperty(globalThis, 'window');
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const device = (clock: Clock, storage = new MemoryStorage()): StreamClient =>
  createStreamClient({ baseUrl, clock, storage, preferences: { token: async () => 'a-token' } });

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2));
}

test('is kept on the device, one for each class of device, and read anew by the next client', () => {
  const storage = new MemoryStorage();
  const client = createStreamClient({ baseUrl, storage });
  expect(client.preference.read()).toEqual({ prefer: '', subtitleLanguages: [], dataSaver: false });
  client.preference.write({ prefer: 'res:720' });
  const again = createStreamClient({ baseUrl, storage });
  expect(again.preference.read()).toMatchObject({ prefer: 'res:720', dataSaver: false });
  expect([...storage.items.keys()]).toEqual([`@stream-api/viewer:1:preference:${client.preference.deviceClass}`]);
  again.preference.clear();
  expect(client.preference.read().prefer).toBe('');
  expect(storage.length).toBe(0);
});

test('is the same object until it changes, and calls its listeners', () => {
  const { preference } = createStreamClient({ baseUrl, storage: new MemoryStorage() });
  let calls = 0;
  const stop = preference.subscribe(() => {
    calls += 1;
  });
  expect(preference.read()).toBe(preference.read());
  preference.write({ dataSaver: true });
  expect(preference.read()).toBe(preference.read());
  stop();
  preference.write({ dataSaver: false });
  expect(calls).toBe(1);
});

test('without a storage, or in a full one, lasts as long as the page', () => {
  for (const storage of [null, new MemoryStorage(10)]) {
    const { preference } = createStreamClient({ baseUrl, storage });
    preference.write(WISH);
    expect(preference.read()).toEqual(WISH);
  }
});

test('without a token nothing is asked', async () => {
  createStreamClient({ baseUrl, storage: null }).preference.write(WISH);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(calls).toEqual([]);
});

test('set on one device, it is applied on another within a minute of its focus', async () => {
  const clocks = [new DrivenClock(), new DrivenClock()] as const;
  const [one, other] = [device(clocks[0]), device(clocks[1])];
  await until(() => calls.length === 2);
  one.preference.write(WISH);
  clocks[0].pass(500);
  await until(() => kept !== undefined);
  expect(kept).toEqual(WISH);

  clocks[1].pass(5_000);
  page.dispatchEvent(new Event('focus'));
  page.dispatchEvent(new Event('focus'));
  expect(other.preference.read().prefer).toBe('');
  clocks[1].pass(55_000);
  await until(() => other.preference.read().prefer === 'res:720');
  expect(other.preference.read()).toEqual(WISH);
  expect(calls.map(({ method }) => method)).toEqual(['GET', 'GET', 'PUT', 'GET']);
  expect(new Set(calls.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer a-token']));
});

test('removed, it is removed from the API; what could not be sent is sent at the next occasion', async () => {
  kept = WISH;
  const clock = new DrivenClock();
  const storage = new MemoryStorage();
  const { preference } = device(clock, storage);
  await until(() => preference.read().prefer === 'res:720');
  status = 503;
  preference.clear();
  clock.pass(500);
  await until(() => calls.length === 2);
  expect(kept).toEqual(WISH);
  status = 200;
  clock.pass(60_000);
  page.dispatchEvent(new Event('focus'));
  await until(() => kept === undefined);
  expect(calls.map(({ method }) => method)).toEqual(['GET', 'DELETE', 'DELETE']);
  await until(() => storage.length === 0);
});

test('removed before what sends it has loaded, it does not come back from the API', async () => {
  kept = WISH;
  const { preference } = device(new DrivenClock());
  preference.clear();
  await until(() => calls.length === 1);
  expect([calls[0]?.method, kept, preference.read().prefer]).toEqual(['DELETE', undefined, '']);
});

test('no token is stored on the device', async () => {
  const storage = new MemoryStorage();
  const clock = new DrivenClock();
  const { preference } = device(clock, storage);
  await until(() => calls.length === 1);
  preference.write(WISH);
  clock.pass(500);
  await until(() => calls.length === 2);
  expect(JSON.stringify([...storage.items])).not.toContain('a-token');
});

test.each([
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148', 5, 'phone'],
  ['Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36', 5, 'phone'],
  ['Mozilla/5.0 (Linux; Android 15; SM-X700) AppleWebKit/537.36 Chrome/140.0 Safari/537.36', 5, 'tablet'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15', 5, 'tablet'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15', 0, 'desktop'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36', 0, 'desktop'],
  ['Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 Chrome/94.0 Safari/537.36', 0, 'tv'],
  ['Mozilla/5.0 (SMART-TV; LINUX; Tizen 7.0) AppleWebKit/537.36 Chrome/94.0 TV Safari/537.36', 0, 'tv'],
  ['Mozilla/5.0 (Linux; Android 9; AFTMM Build/PS7) AppleWebKit/537.36 Chrome/120.0 Safari/537.36', 0, 'tv'],
  ['', 0, 'desktop'],
])('%s is a device of its class', (userAgent, maxTouchPoints, expected) => {
  expect(deviceClassOf({ userAgent, maxTouchPoints })).toBe(expected);
});

test('a token that does not come is waited for 10 s, and asked for again at the next occasion', async () => {
  kept = WISH;
  const clock = new DrivenClock();
  const late = Promise.withResolvers<string>();
  let asked = 0;
  const token = () => (++asked === 1 ? late.promise : 'a-token');
  const { preference } = createStreamClient({ baseUrl, clock, storage: null, preferences: { token } });
  await until(() => asked === 1);
  clock.pass(60_000);
  page.dispatchEvent(new Event('focus'));
  await until(() => preference.read().prefer === 'res:720');
  late.resolve('a-token');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(calls.map(({ method }) => method)).toEqual(['GET']);
});
