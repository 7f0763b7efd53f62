import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createStreamClient, type StreamClientOptions } from '../../../client/src/index.ts';
import { LiveSocket } from '../../../client/src/live/live-socket.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { CountingClock } from './counting-clock.ts';
import { type Connection, type LiveServer, startLiveServer } from './live-server.ts';

const movie = { tmdbId: '550', mediaType: 'movie' } as const;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let live: LiveServer;
let clock: CountingClock;
let changes: string[];
let leaving: AbortController;
beforeEach(async () => {
  live = await startLiveServer();
  clock = new CountingClock(new FakeClock());
  changes = [];
  leaving = new AbortController();
});
afterEach(async () => {
  leaving.abort();
  await live.close();
});

/** Watches a title, and waits until the server knows. */
async function watching(options: StreamClientOptions = {}): Promise<Connection> {
  const client = createStreamClient({
    baseUrl: 'http://127.0.0.1:9',
    liveUrl: live.url,
    storage: null,
    clock,
    ...options,
  });
  client.watch(movie, { onChange: ({ reason }) => changes.push(reason), signal: leaving.signal });
  await clock.advance(700);
  return watched(1);
}

/** The connection of this number, once its title is watched. */
async function watched(times: number): Promise<Connection> {
  const connection = await live.connected(times);
  await live.received(connection, 1);
  return connection;
}

/** Resolves with the next sleep, in milliseconds. Call it before what leads to it. */
const nextSleep = () => clock.slept(clock.sleeps.length + 1);

describe('a connection', () => {
  test('is kept from idling by a ping every nine minutes', async () => {
    const connection = await watching();
    await clock.advance(9 * MINUTE - 1);
    expect(connection.messages).toHaveLength(1);
    await clock.advance(1);
    await live.received(connection, 2);
    await clock.advance(9 * MINUTE);
    await live.received(connection, 3);
    expect(connection.messages.slice(1)).toEqual([{ action: 'ping' }, { action: 'ping' }]);
  });

  test('is replaced before the two hours that the API allows, the next one open before it closes', async () => {
    const first = await watching({ random: () => 0.999 });
    await clock.advance(2 * HOUR - 5 * MINUTE);
    const second = await watched(2);
    await first.closed;
    expect(live.open()).toEqual([second]);
    second.send({ type: 'changed', title: movie, reason: 'refreshed' });
    await clock.advance(9 * MINUTE);
    await live.received(second, 2);
    expect(changes).toEqual(['refreshed']);
  });

  test('that is replaced still brings what it has', async () => {
    const first = await watching({ random: () => 0 });
    first.send({ type: 'changed', title: movie, reason: 'purged' });
    await clock.advance(100 * MINUTE);
    await watched(2);
    await first.closed;
    expect(changes).toEqual(['purged']);
  });

  test('comes back after a loss, and watches again', async () => {
    const first = await watching({ random: () => 0.5 });
    await clock.advance(5 * MINUTE);
    const wait = nextSleep();
    first.socket.terminate();
    expect(await wait).toBe(4_000);
    await clock.advance(4_000);
    expect((await watched(2)).messages).toEqual([{ action: 'watch', title: movie }]);
  });

  test('stays away for as long as a bye asks, and a random moment', async () => {
    const first = await watching({ random: () => 0.5 });
    await clock.advance(5 * MINUTE);
    const wait = nextSleep();
    first.send({ type: 'bye', after: 90 });
    await first.closed;
    expect(await wait).toBe(94_000);
    await clock.advance(94_000);
    await watched(2);
  });

  test('asks for a ticket each time, and waits longer after each failure, up to five minutes', async () => {
    let tickets = 0;
    const first = await watching({
      random: () => 1 - 1e-9,
      liveUrl: `${live.url}?stage=a`,
      liveTicket: async () => {
        tickets += 1;
        if (tickets === 3) throw new Error('the site is down');
        return `t/${tickets}`;
      },
    });
    expect(first.request.url).toBe('/dev?stage=a&ticket=t%2F1');
    await clock.advance(5 * MINUTE);
    live.isDown = true;
    const waits: number[] = [];
    let wait = nextSleep();
    first.socket.terminate();
    while (waits.length < 9) {
      waits.push((await wait) / 1000);
      // The limit of the next attempt comes before the wait after it.
      wait = clock.slept(clock.sleeps.length + 2);
      await clock.advance(waits.at(-1)! * 1000);
    }
    expect(waits).toEqual([8, 8, 16, 32, 64, 128, 256, 300, 300]);
    expect(tickets).toBe(10);
  });

  test('that does not come about within ten seconds is tried again', async () => {
    const client = createStreamClient({
      liveUrl: live.url,
      storage: null,
      clock,
      liveTicket: () => new Promise<string>(() => undefined),
    });
    client.watch(movie, { onChange: () => undefined, signal: leaving.signal });
    await clock.advance(700);
    expect(await clock.slept(2)).toBe(10_000);
    await clock.advance(10_000);
    expect(await clock.slept(3)).toBeLessThan(8_000);
    leaving.abort();
    await clock.advance(0);
    expect(clock.waiting).toBe(0);
  });
});

describe('2,000 clients that a deployment has disconnected at once', () => {
  test('come back spread over some seconds, each at a random moment', async () => {
    let attempts: number[] = [];
    let isDeployed = false;
    let seed = 1;
    const random = () => {
      // A small generator (Park and Miller, "minimal standard"), so that each run is the same.
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const opened = Promise.withResolvers<void>();
    let open = 0;
    const sockets = Array.from(
      { length: 2000 },
      () =>
        new LiveSocket({
          url: live.url,
          ticket: () => {
            attempts.push(clock.now());
            // Only when they come is measured: the second time, none is let in.
            return isDeployed ? new Promise<string>(() => undefined) : 't';
          },
          clock,
          random,
          onOpen: () => {
            open += 1;
            if (open === 2000) opened.resolve();
          },
          onMessage: () => undefined,
          onLost: () => {
            open -= 1;
          },
        }),
    );
    for (const socket of sockets) socket.open();
    await opened.promise;
    await clock.advance(5 * MINUTE);
    attempts = [];
    isDeployed = true;
    const deployedAt = clock.now();
    for (const { socket } of live.connections) socket.terminate();
    await live.until(() => live.open().length === 0);
    while (open > 0) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(8_000);
    expect(attempts).toHaveLength(2000);
    const perSecond = Array.from({ length: 8 }, (_, second) => inSecond(attempts, deployedAt, second));
    // API Gateway takes 500 new connections a second (its quotas).
    expect(Math.max(...perSecond)).toBeLessThan(320);
    expect(Math.min(...perSecond)).toBeGreaterThan(180);
    for (const socket of sockets) socket.close();
    await clock.advance(0);
    expect(clock.waiting).toBe(0);
  });
});

const inSecond = (moments: number[], begin: number, second: number): number =>
  moments.filter((at) => Math.floor((at - begin) / 1000) === second).length;
