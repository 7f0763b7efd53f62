import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { liveEvent } from '../../contract/events.ts';
import type { LocalStack } from '../../local/stack.ts';
import { type DynamodbProxy, startDynamodbProxy } from '../support/dynamodb-proxy.ts';
import { type Answer, json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { type StageVariants, stageVariants } from '../support/stage-variants.ts';
import { Socket } from './sockets.ts';

/* Those who watch, on the running stack: its listener, the deployed bundles in their containers, its tables. */

const ORIGIN = 'https://www.example.com';
/** A lease is renewed as often as this while an extraction runs. */
const RENEW_MS = 2_000;
const film = json({ sources: [{ url: 'https://media.example/film-720p.mp4' }] });

let slow: ProviderService;
let failing: ProviderService;
let finding: ProviderService;
let proxy: DynamodbProxy;
let stage: StageVariants;
let stack: LocalStack;
let url: string;
const sockets: Socket[] = [];

const open = async (headers?: Record<string, string>): Promise<Socket> => {
  const socket = await Socket.open(url, headers);
  sockets.push(socket);
  return socket;
};
const extract = (tmdbId: string) => fetch(`${stack.url}/api/stream/extract?tmdbId=${tmdbId}&mediaType=movie`);
const isState = (of: Socket, ...states: string[]) =>
  of.ofType('progress').some(({ steps }) => states.every((state, index) => steps[index]?.state === state));
const kinds = (of: Socket) => of.events.map(({ type }) => type);
const purge = (scope: object) => stack.invoke('cache', { action: 'purge', scope });
const watching = async (tmdbId: string, count: number): Promise<Socket[]> => {
  const all = await Promise.all(Array.from({ length: count }, () => open()));
  for (const socket of all) socket.watch(tmdbId);
  await Promise.all(all.map((socket) => socket.until(() => true)));
  return all;
};
const noticesOf = (id: string) => stack.logs().filter(({ message, tmdbId }) => message === 'notice' && tmdbId === id);
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
/** Holds the answer of a provider until the test releases it. */
function held(provider: ProviderService, id: string, answer = film) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { promise: asked, resolve: onAsked } = Promise.withResolvers<void>();
  provider.on(id, (response, request) => {
    onAsked();
    void promise.then(() => answer(response, request));
  });
  return { release: resolve, asked };
}

beforeAll(async () => {
  [slow, failing, finding] = await Promise.all([
    startProviderService(),
    startProviderService(),
    startProviderService(),
  ]);
  const providers = [
    { type: 'http', name: 'slow', url: slow.url },
    { type: 'http', name: 'failing', url: failing.url },
    { type: 'http', name: 'finding', label: 'Main library', url: finding.url },
  ];
  stage = await stageVariants();
  proxy = await startDynamodbProxy();
  stack = await stage.start({
    environment: { PROVIDERS: JSON.stringify(providers), LIVE_ORIGINS: JSON.stringify([ORIGIN]) },
    options: { containers: 6 },
    parts: { dynamodbEndpoint: proxy.endpointFor },
  });
  url = stack.description.endpoints.live!.replace('localhost', '127.0.0.1');
}, 120_000);
afterAll(async () => {
  for (const socket of sockets) socket.vanish();
  await stage.stop();
  await Promise.all([proxy, slow, failing, finding].map((each) => each.stop()));
}, 120_000);

test('the stack notifies where its sockets are', () => {
  expect(stack.description.endpoints.live).toBe(`ws://localhost:${stack.port}/live`);
});

test('each watcher sees the steps in their order, then ready; one who joins in the middle sees all so far', async () => {
  const first = held(slow, '1', json({}, 404));
  failing.on('1', json({}, 400));
  const last = held(finding, '1');
  const [early] = await watching('1', 1);
  const answer = extract('1');
  await first.asked;
  await early!.until(() => isState(early!, 'asked'));
  const late = await open();
  late.watch('1');
  await late.until(({ type }) => type === 'progress');
  first.release();
  await last.asked;
  await late.until(() => isState(late, 'asked', 'not-found', 'asked', 'failed', 'asked'));
  last.release();
  await Promise.all([early!, late].map((socket) => socket.until(({ type }) => type === 'ready')));
  expect((await answer).status).toBe(200);
  for (const socket of [early!, late]) {
    expect(kinds(socket).at(-1)).toBe('ready');
    expect(kinds(socket).at(-2)).toBe('progress');
    const progress = socket.ofType('progress');
    expect(progress.at(-1)!.steps.map(({ provider, state }) => `${provider} ${state}`)).toEqual([
      'slow asked',
      'slow not-found',
      'failing asked',
      'failing failed',
      'Main library asked',
      'Main library found',
    ]);
    expect(progress.at(-1)!.steps.at(-1)).toMatchObject({ sources: 1 });
    const seqs = progress.map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    for (const event of socket.events) expect(liveEvent.safeParse(event).success).toBe(true);
  }
  const etag = early!.ofType('ready')[0]!.etag;
  expect((await extract('1')).headers.get('etag')).toBe(etag);
});

test('many watchers of one title: one extraction, and the same steps for each', async () => {
  const first = held(slow, '2');
  const all = await watching('2', 20);
  const answer = extract('2');
  await first.asked;
  await Promise.all(all.map((socket) => socket.until(() => isState(socket, 'asked'))));
  // Half of them vanish in the middle: the others do not notice.
  for (const socket of all.slice(10)) socket.vanish();
  first.release();
  const rest = all.slice(0, 10);
  await Promise.all(rest.map((socket) => socket.until(({ type }) => type === 'ready')));
  expect((await answer).status).toBe(200);
  expect(slow.calls('2')).toBe(1);
  expect(new Set(rest.map((socket) => JSON.stringify(socket.ofType('progress').at(-1)))).size).toBe(1);
});

test('a failure reaches who watches, and who comes a moment later', async () => {
  // A minute, so that a busy machine is a moment late as well.
  const refusal: Answer = (response) => response.writeHead(400, { 'retry-after': '60' }).end('{}');
  const first = held(slow, '5', refusal);
  const [socket] = await watching('5', 1);
  const answer = extract('5');
  await first.asked;
  first.release();
  expect((await answer).status).toBe(503);
  const failed = await socket!.until(({ type }) => type === 'failed');
  expect(failed).toMatchObject({ error: 'Service unavailable', retryable: true, title: { tmdbId: '5' } });
  const [later] = await watching('5', 1);
  expect(later!.events[0]).toMatchObject({ type: 'failed', error: 'Service unavailable' });
});

test('when the extracting container is killed, nobody who watches waits for ever', async () => {
  const first = held(slow, '6');
  const [socket] = await watching('6', 1);
  const answer = extract('6');
  await first.asked;
  await socket!.until(() => isState(socket!, 'asked'));
  for (const pid of stack.pids('extract')) process.kill(pid, 'SIGKILL');
  expect((await answer).status).toBe(503);
  const last = await socket!.until(({ type }) => type === 'failed');
  expect(last).toMatchObject({ retryable: true });
  first.release();
}, 60_000);

test('when the notify function is killed in the middle, who watches has the end all the same', async () => {
  const first = held(slow, '10');
  const [socket] = await watching('10', 1);
  const answer = extract('10');
  await first.asked;
  await socket!.until(() => isState(socket!, 'asked'));
  for (const pid of stack.pids('notify')) process.kill(pid, 'SIGKILL');
  first.release();
  expect((await answer).status).toBe(200);
  await socket!.until(({ type }) => type === 'ready');
}, 60_000);

test('nobody who watches: no call to their table, none more to the cache, and no invocation', async () => {
  slow.on('7', film);
  const names = () =>
    proxy.calls.splice(0).map(({ operation, table }) => `${operation} ${/(\w+Table)/.exec(table)![1]}`);
  await settled();
  names();
  const began = performance.now();
  await extract('7');
  const renewals = Math.floor((performance.now() - began) / RENEW_MS);
  const ofMiss = names();
  expect(ofMiss.filter((name) => name.endsWith('NotifyTable'))).toEqual([]);
  expect(ofMiss.filter((name) => name === 'PutItem CacheTable')).toHaveLength(1);
  // The lease, and its renewals where the machine is busy.
  const writes = ofMiss.filter((name) => name === 'UpdateItem CacheTable').length;
  expect(writes).toBeGreaterThanOrEqual(1);
  expect(writes).toBeLessThanOrEqual(1 + renewals);
  for (let hit = 0; hit < 5; hit++) await extract('7');
  expect(names().filter((name) => /NotifyTable|PutItem|UpdateItem CacheTable/.test(name))).toEqual([]);
  expect(noticesOf('7')).toEqual([]);
});

test('somebody who watches a short extraction: one invocation', async () => {
  slow.on('8', film);
  const [socket] = await watching('8', 1);
  await extract('8');
  await socket!.until(({ type }) => type === 'ready');
  expect(kinds(socket!)).toEqual(['progress', 'progress', 'ready']);
  while (noticesOf('8').length === 0) await settled();
  expect(noticesOf('8')).toMatchObject([{ event: 'ready', posted: 1, ended: 0, failed: 0 }]);
});

test('200 watchers of one title: one extraction, and 200 times the same steps', async () => {
  const first = held(slow, '11');
  const all: Socket[] = [];
  while (all.length < 200) all.push(...(await watching('11', 25)));
  const answer = extract('11');
  await first.asked;
  first.release();
  expect((await answer).status).toBe(200);
  await Promise.all(all.map((socket) => socket.until(({ type }) => type === 'ready')));
  expect(slow.calls('11')).toBe(1);
  const steps = new Set(all.map((socket) => JSON.stringify(socket.ofType('progress').at(-1)?.steps)));
  expect([...steps].map((each) => JSON.parse(each).map(({ state }: { state: string }) => state))).toEqual([
    ['asked', 'found'],
  ]);
  for (const socket of all) socket.close();
}, 60_000);

describe('a connection', () => {
  test('of a page of another site is refused', async () => {
    for (const origin of ['https://evil.example', 'null', `${ORIGIN}.evil.example`]) {
      expect(await Socket.refusal(url, { origin })).toBe(403);
    }
    (await open({ origin: ORIGIN })).close();
  });

  test('answers what it does not understand, and goes on', async () => {
    const socket = await open();
    const messages = [
      '',
      '{',
      '[]',
      'null',
      '{"action":"watch"}',
      '{"action":"drop"}',
      '{"action":"watch","title":{}}',
    ];
    for (const message of messages) socket.send(message);
    while (socket.events.length < messages.length)
      await socket.until(() => false || socket.events.length >= messages.length);
    expect(new Set(socket.events.map((event) => JSON.stringify(event))).size).toBe(1);
    expect(socket.events[0]).toEqual({
      type: 'failed',
      error: 'Validation error',
      message: 'The request could not be understood.',
      retryable: false,
    });
    socket.watch('9');
    await socket.until(({ type }) => type === 'progress');
    socket.close();
  });

  test('watches ten titles, and is refused the next', async () => {
    const socket = await open();
    for (let id = 100; id < 111; id++) {
      socket.watch(String(id));
      await socket.until((event) => 'title' in event && event.title?.tmdbId === String(id));
    }
    expect(socket.events.at(-1)).toMatchObject({
      type: 'failed',
      error: 'Too many requests',
      retryAfter: 5,
      title: { tmdbId: '110' },
    });
    socket.close();
  });

  test.each([
    ['a binary message', new Uint8Array([1, 2, 3]), 1003],
    ['a frame over 32 KB', 'x'.repeat(32 * 1024 + 1), 1009],
  ])('closes at %s', async (_name, message, code) => {
    const socket = await open();
    socket.send(message);
    expect(await socket.untilClosed()).toBe(code);
  });
});

// Last: a container that has not seen a purge of everything yet makes notes that others take for former ones.
test('a purge reaches those who watch the title and nobody else; of everything, everybody', async () => {
  for (const id of ['3', '4']) slow.on(id, film);
  await Promise.all([extract('3'), extract('4')]);
  const [[three], [four]] = await Promise.all([watching('3', 1), watching('4', 1)]);
  expect(kinds(three!)).toEqual(['ready']);
  await purge({ title: { mediaType: 'movie', tmdbId: '3' } });
  await three!.until(({ type }) => type === 'changed');
  await purge({ all: true });
  await four!.until(({ type }) => type === 'changed');
  expect(four!.ofType('changed')).toHaveLength(1);
  expect(three!.ofType('changed')).not.toHaveLength(0);
});
