import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  createStreamClient,
  type Progress,
  type StreamClient,
  type StreamClientOptions,
  type StreamRequest,
} from '../../../client/src/index.ts';
import type { LiveStep } from '../../../contract/events.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryStorage } from '../memory-storage.ts';
import { failure, hang, type StreamServer, startStreamServer, success, videoData } from '../stream-server.ts';
import { CountingClock } from './counting-clock.ts';
import { type Connection, type LiveServer, startLiveServer } from './live-server.ts';

const movie = { tmdbId: '550', mediaType: 'movie' } as const;
const film = (tmdbId: number): StreamRequest => ({ tmdbId, mediaType: 'movie' });
const watchOf = (tmdbId: string) => ({ action: 'watch', title: { tmdbId, mediaType: 'movie' } });
const unwatchOf = (tmdbId: string) => ({ action: 'unwatch', title: { tmdbId, mediaType: 'movie' } });
const asked: LiveStep = { provider: 'Main library', state: 'asked', ms: 0 };
const failed: LiveStep = { provider: 'Main library', state: 'failed', ms: 2000 };
const MINUTE = 60_000;

let api: StreamServer;
let live: LiveServer;
let clock: CountingClock;
beforeEach(async () => {
  [api, live] = [await startStreamServer(), await startLiveServer()];
  clock = new CountingClock(new FakeClock());
});
afterEach(async () => {
  await live.close();
  await api.close();
});

const clientOf = (options: StreamClientOptions = {}): StreamClient =>
  createStreamClient({ baseUrl: api.url, liveUrl: live.url, storage: null, attempts: 1, clock, ...options });

/** Moves the clock to where a watch connects, and waits until its title is watched. */
async function connected(times = 1): Promise<Connection> {
  await clock.advance(700);
  const connection = await live.connected(times);
  await live.received(connection, 1);
  return connection;
}

/** Lets everything arrive that was sent before. */
async function arrived({ socket }: Connection): Promise<void> {
  const pong = new Promise((resolve) => socket.once('pong', resolve));
  socket.ping();
  await pong;
  await new Promise((resolve) => setImmediate(resolve));
}

describe('a watch', () => {
  test('connects when it has lasted 700 ms, and reports the steps so far and each new one', async () => {
    api.answers(hang);
    const seen: Progress[] = [];
    clientOf().watch(movie, { onProgress: (progress) => seen.push(progress) });
    await clock.advance(699);
    expect(live.connections).toHaveLength(0);
    const connection = await connected();
    expect(connection.messages).toEqual([watchOf('550')]);
    connection.send({ type: 'progress', title: watchOf('550').title as never, seq: 5, steps: [asked] });
    connection.send({ type: 'progress', title: watchOf('550').title as never, seq: 6, steps: [asked, failed] });
    await arrived(connection);
    expect(seen).toEqual([
      { seq: 5, steps: [asked] },
      { seq: 6, steps: [asked, failed] },
    ]);
  });

  test('never shows a step going back, whatever order events arrive in', async () => {
    const seen: number[] = [];
    clientOf().watch(movie, { onProgress: ({ seq }) => seen.push(seq) });
    const connection = await connected();
    for (const seq of [7, 3, 7, 9, 8, 0]) connection.send(progress(seq));
    await arrived(connection);
    expect(seen).toEqual([7, 9]);
  });

  test('costs no connection when the answer is quick, out of the API or out of the store', async () => {
    const client = clientOf({ storage: new MemoryStorage() });
    for (let time = 0; time < 2; time += 1) {
      client.watch(movie, { onProgress: () => undefined });
      await client.getStream(movie);
      await clock.advance(MINUTE);
    }
    expect(api.calls).toHaveLength(1);
    expect(live.connections).toHaveLength(0);
    expect(clock.waiting).toBe(0);
  });

  test('without onChange ends with the answer, and with it the connection', async () => {
    const answer = holdAnswer();
    const client = clientOf();
    client.watch(movie, { onProgress: () => undefined });
    const data = client.getStream(movie);
    const connection = await connected();
    answer();
    await expect(data).resolves.toEqual(videoData());
    await connection.closed;
    expect(clock.waiting).toBe(0);
  });

  test('with onChange lasts until its signal, also after a quick answer', async () => {
    const leaving = new AbortController();
    const client = clientOf();
    const changes: string[] = [];
    client.watch(movie, { onChange: ({ reason }) => changes.push(reason), signal: leaving.signal });
    await client.getStream(movie);
    const connection = await connected();
    connection.send({ type: 'changed', title: movie, reason: 'purged' });
    connection.send({ type: 'changed', title: { ...movie, tmdbId: '680' }, reason: 'refreshed' });
    await arrived(connection);
    expect(changes).toEqual(['purged']);
    leaving.abort();
    await connection.closed;
    expect(clock.waiting).toBe(0);
  });

  test('does nothing without a liveUrl, or where the browser has no WebSocket', async () => {
    clientOf({ liveUrl: undefined }).watch(movie, { onChange: () => undefined });
    const { WebSocket } = globalThis;
    Reflect.deleteProperty(globalThis, 'WebSocket');
    try {
      clientOf().watch(movie, { onChange: () => undefined });
      await clock.advance(10 * MINUTE);
    } finally {
      Object.assign(globalThis, { WebSocket });
    }
    expect(live.connections).toHaveLength(0);
    expect(clock.waiting).toBe(0);
  });

  test('survives a page that throws, and messages that it does not know', async () => {
    const seen: number[] = [];
    const client = clientOf();
    client.watch(movie, {
      onProgress: () => {
        throw new Error('a mistake of the page');
      },
    });
    client.watch(movie, { onProgress: ({ seq }) => seen.push(seq) });
    const connection = await connected();
    const wrong = ['', '{', 'null', '[]', '7', '{"type":"progress"}', '{"type":"news","title":{}}'];
    for (const text of [
      ...wrong,
      '{"type":"progress","title":{"tmdbId":"550","mediaType":"movie"}}',
      '{"type":"ready"}',
    ])
      connection.socket.send(text);
    connection.socket.send(Buffer.from([0, 1, 2]));
    connection.send(progress(1));
    await arrived(connection);
    expect(seen).toEqual([1]);
  });
});

describe('the watches of a client', () => {
  test('share one connection, and who comes later sees the steps so far', async () => {
    const client = clientOf();
    const [first, second] = [new AbortController(), new AbortController()];
    const seen: string[] = [];
    client.watch(movie, { onProgress: () => seen.push('first'), signal: first.signal });
    client.watch(film(680), { onProgress: () => seen.push('other') });
    const connection = await connected();
    await live.received(connection, 2);
    connection.send(progress(1));
    await arrived(connection);
    client.watch({ ...movie, tmdbId: 550 }, { onProgress: () => seen.push('second'), signal: second.signal });
    await clock.advance(700);
    expect(seen).toEqual(['first', 'second']);
    first.abort();
    second.abort();
    await live.received(connection, 3);
    expect(connection.messages).toEqual([watchOf('550'), watchOf('680'), unwatchOf('550')]);
    expect(live.connections).toHaveLength(1);
  });

  test('are at most ten at a time on the connection; the next follows when one ends', async () => {
    const client = clientOf();
    const leaving = Array.from({ length: 12 }, () => new AbortController());
    for (const [index, { signal }] of leaving.entries())
      client.watch(film(index + 1), { onChange: () => undefined, signal });
    const connection = await connected();
    await live.received(connection, 10);
    leaving[3]!.abort();
    leaving[11]!.abort();
    await live.received(connection, 12);
    expect(connection.messages.slice(10)).toEqual([unwatchOf('4'), watchOf('11')]);
  });

  test('that are left at any moment leave neither a connection nor a timer behind', async () => {
    const client = clientOf();
    const begin = (leaving: AbortController) =>
      client.watch(movie, { onChange: () => undefined, signal: leaving.signal });
    for (const moment of ['open', 'lost'] as const) {
      const leaving = new AbortController();
      begin(leaving);
      const connection = await connected(live.connections.length + 1);
      if (moment === 'lost') {
        connection.socket.terminate();
        await connection.closed;
        await clock.advance(0);
      }
      leaving.abort();
      await connection.closed;
      expect(clock.waiting).toBe(0);
    }
    for (const moment of [0, 699, 700]) {
      const leaving = new AbortController();
      begin(leaving);
      await clock.advance(moment);
      leaving.abort();
      begin(leaving);
      await clock.advance(0);
      expect(clock.waiting).toBe(0);
    }
    // The server accepts connections in their order: those that were left come before this one.
    const last = new AbortController();
    begin(last);
    await clock.advance(700);
    await live.until(() => live.open().some(({ messages }) => messages.length > 0));
    last.abort();
    for (const { closed } of live.connections) await closed;
    expect(clock.waiting).toBe(0);
  });
});

describe('a change', () => {
  test('removes what the device has stored of the title, before the page knows', async () => {
    const client = clientOf({ storage: new MemoryStorage() });
    await client.getStream(movie);
    const renewed = Promise.withResolvers<unknown>();
    client.watch(movie, { onChange: () => renewed.resolve(client.getAnswer(movie)) });
    const connection = await connected();
    api.answers(success(videoData('new')));
    connection.send({ type: 'changed', title: movie, reason: 'refreshed' });
    await expect(renewed.promise).resolves.toMatchObject({ data: videoData('new'), fromCache: false });
  });
});

describe('the old answer that a cache still has after a change', () => {
  const HIT = { 'Cache-Control': 'max-age=1800', 'Cache-Status': 'stream-api; hit' };
  const cached = (name: string) => success(videoData(name), HIT);

  /** A page that asks whenever its title has changed; what it was answered each time. */
  async function following(storage: MemoryStorage | null) {
    api.answers(cached('old'));
    const client = clientOf({ storage, random: () => 0 });
    await client.getStream(movie);
    const answers: Promise<unknown>[] = [];
    const leaving = new AbortController();
    client.watch(movie, { onChange: () => void answers.push(client.getStream(movie)), signal: leaving.signal });
    const connection = await connected();
    connection.send({ type: 'changed', title: movie, reason: 'purged' });
    await arrived(connection);
    await Promise.all(answers);
    return { client, answers, leaving };
  }

  test.each([
    ['a device that stores answers', () => new MemoryStorage()],
    ['one that stores none', () => null],
  ])('is not kept, and the change is reported once more when all containers know: %s', async (_, storage) => {
    const { client, answers } = await following(storage());
    await clock.advance(5_900);
    expect(answers).toHaveLength(1);
    api.answers(cached('new'));
    await clock.advance(200);
    expect(await Promise.all(answers)).toEqual([videoData('old'), videoData('new')]);
    await expect(client.getStream(movie)).resolves.toEqual(videoData('new'));
    await clock.advance(20_000);
    expect(answers).toHaveLength(2);
  });

  test('is not on the device for the next page', async () => {
    const storage = new MemoryStorage();
    const { client, leaving } = await following(storage);
    leaving.abort();
    expect(JSON.stringify([...Array(storage.length).keys()].map((index) => storage.key(index)))).not.toContain('550');
    api.answers(cached('new'));
    await expect(client.getStream(movie)).resolves.toEqual(videoData('new'));
  });

  test('a newer one is asked for once', async () => {
    const storage = new MemoryStorage();
    api.answers(cached('old'));
    const client = clientOf({ storage });
    await client.getStream(movie);
    const answers: Promise<unknown>[] = [];
    client.watch(movie, { onChange: () => void answers.push(client.getStream(movie)) });
    const connection = await connected();
    api.answers(cached('new'));
    connection.send({ type: 'changed', title: movie, reason: 'purged' });
    await arrived(connection);
    await clock.advance(20_000);
    expect(await Promise.all(answers)).toEqual([videoData('new')]);
  });
});

const TIMEOUT = failure(
  504,
  { error: 'Request timeout', message: 'Too long.', retryable: true },
  { 'Retry-After': '5' },
);
const NOT_ITS_TURN = failure(
  503,
  { error: 'Service unavailable', message: 'Try again.', retryable: true },
  { 'Retry-After': '5' },
);

describe.each([
  ['times out', 504, TIMEOUT],
  ['does not get its turn', 503, NOT_ITS_TURN],
])('a request that %s while its title is watched', (_, status, respond) => {
  /** Asks for a title that is watched, and waits for its first failure. */
  async function timedOut() {
    const held = Promise.withResolvers<void>();
    api.answers(async (request, response) => {
      await held.promise;
      respond(request, response);
    }, success());
    const client = clientOf();
    client.watch(movie, { onProgress: () => undefined });
    const data = client.getStream(movie);
    const connection = await connected();
    connection.send(progress(1));
    await arrived(connection);
    const waits = clock.slept(clock.sleeps.length + 1);
    held.resolve();
    await waits;
    return { data, connection };
  }

  test.each([
    { type: 'ready', title: movie, etag: '"1"' },
    { type: 'failed', title: movie, error: 'Extraction failed', message: 'No.', retryable: false },
  ] as const)('waits for the end ($type), then asks once', async (event) => {
    const { data, connection } = await timedOut();
    await clock.advance(30_000);
    expect(api.calls).toHaveLength(1);
    connection.send(event);
    await expect(data).resolves.toEqual(videoData());
    expect(api.calls).toHaveLength(2);
    await connection.closed;
    expect(clock.waiting).toBe(0);
  });

  test('asks at once when the connection is lost, since the end would not be reported', async () => {
    const { data, connection } = await timedOut();
    connection.socket.terminate();
    await expect(data).resolves.toEqual(videoData());
    expect(api.calls).toHaveLength(2);
  });

  test('asks again where a new connection finds that nothing is under way', async () => {
    const { data, connection } = await timedOut();
    connection.send({ type: 'progress', title: movie, seq: 0, steps: [] });
    await expect(data).resolves.toEqual(videoData());
  });

  test('fails when nothing ends within 180 s', async () => {
    const { data } = await timedOut();
    const outcome = data.catch((error) => error);
    await clock.advance(180_000);
    expect(await outcome).toMatchObject({ status });
    expect(api.calls).toHaveLength(1);
  });
});

describe('a request that fails while its title is watched', () => {
  test('asks at once where the end has overtaken its failure', async () => {
    const held = Promise.withResolvers<void>();
    api.answers(async (request, response) => {
      await held.promise;
      TIMEOUT(request, response);
    }, success());
    const client = clientOf();
    client.watch(movie, { onProgress: () => undefined });
    const data = client.getStream(movie);
    const connection = await connected();
    connection.send({ type: 'ready', title: movie, etag: '"1"' });
    await arrived(connection);
    held.resolve();
    await expect(data).resolves.toEqual(videoData());
  });

  test('is retried as ever where no extraction is known that has its turn', async () => {
    api.answers(NOT_ITS_TURN, success());
    const client = clientOf({ attempts: 2 });
    client.watch(movie, { onProgress: () => undefined });
    const connection = await connected();
    connection.send(progress(1));
    connection.send({ type: 'failed', title: movie, error: 'Service unavailable', message: 'No.', retryable: true });
    await arrived(connection);
    const wait = clock.slept(clock.sleeps.length + 3);
    const data = client.getStream(movie);
    expect(await wait).toBeGreaterThanOrEqual(5_000);
    await clock.advance(6_000);
    await expect(data).resolves.toEqual(videoData());
  });

  test('is retried as ever without a connection', async () => {
    live.isDown = true;
    const held = Promise.withResolvers<void>();
    api.answers(async (request, response) => {
      await held.promise;
      TIMEOUT(request, response);
    }, success());
    const client = clientOf({ attempts: 2 });
    client.watch(movie, { onProgress: () => undefined });
    const data = client.getStream(movie);
    const lost = clock.slept(clock.sleeps.length + 3);
    await clock.advance(700);
    await lost;
    const wait = clock.slept(clock.sleeps.length + 1);
    held.resolve();
    expect(await wait).toBeGreaterThanOrEqual(5_000);
    await clock.advance(6_000);
    await expect(data).resolves.toEqual(videoData());
  });
});

const progress = (seq: number) => ({ type: 'progress', title: movie, seq, steps: seq === 0 ? [] : [asked] }) as const;

/** Delays the API's answer until the returned function is called. */
function holdAnswer(): () => void {
  const held = Promise.withResolvers<void>();
  api.answers(async (request, response) => {
    await held.promise;
    success()(request, response);
  });
  return held.resolve;
}
