import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createStreamClient, type HlsPlayer, refreshBeforeExpiry } from '../../client/src/index.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { MemoryStorage } from './memory-storage.ts';
import { type StreamServer, startStreamServer, success, videoData } from './stream-server.ts';

const request = { tmdbId: '550', mediaType: 'movie' } as const;
const MINUTE = 60_000;
const slip = new Error('a slip of the page');
const throwing = () => {
  throw slip;
};

let server: StreamServer;
let reported: unknown[];
const rejected: unknown[] = [];
const onRejection = (error: unknown) => rejected.push(error);
beforeEach(async () => {
  server = await startStreamServer();
  reported = [];
  rejected.length = 0;
  process.on('unhandledRejection', onRejection);
  Object.assign(globalThis, { reportError: (error: unknown) => reported.push(error) });
});
afterEach(async () => {
  process.off('unhandledRejection', onRejection);
  Reflect.deleteProperty(globalThis, 'reportError');
  await server.close();
});

async function refreshOf(onRefresh: () => void): Promise<void> {
  const clock = new FakeClock();
  const client = createStreamClient({ baseUrl: server.url, clock, storage: new MemoryStorage() });
  await client.getStream(request);
  await clock.advance(60 * MINUTE);
  const refreshed = Promise.withResolvers<void>();
  await client.getStream(request, {
    onRefresh: () => {
      refreshed.resolve();
      onRefresh();
    },
  });
  await refreshed.promise;
  await new Promise((resolve) => setTimeout(resolve, 0));
}

test('an onRefresh that throws is reported, and rejects nothing', async () => {
  await refreshOf(throwing);
  expect([reported, rejected]).toEqual([[slip], []]);
});

test('where nothing reports errors, as on a server, they are on the console', async () => {
  Reflect.deleteProperty(globalThis, 'reportError');
  const written = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  await refreshOf(throwing);
  expect(written.mock.calls).toEqual([[slip]]);
  written.mockRestore();
});

test('a listener of the preference that throws keeps neither the next one nor the API from it', async () => {
  const client = createStreamClient({ baseUrl: server.url, storage: null, preferences: { token: () => 'a-token' } });
  await server.called(1);
  let calls = 0;
  const stop = client.preference.subscribe(throwing);
  client.preference.subscribe(() => {
    calls += 1;
  });
  client.preference.write({ dataSaver: true });
  stop();
  await server.called(2);
  expect([calls > 0, reported]).toEqual([true, [slip]]);
});

test('links are renewed again after an onRefresh that throws', async () => {
  const clock = new FakeClock();
  const [first, second, third] = ['a', 'b', 'c'].map((name, index) =>
    videoData(name, { expiresAt: new Date(clock.now() + (index + 1) * 10 * MINUTE).toISOString() }),
  );
  const client = createStreamClient({ baseUrl: server.url, clock, storage: null });
  const player = { url: first!.sources[0]!.url, media: null, config: {}, levels: [] };
  let parsed: (() => void)[] = [];
  const hls = Object.assign(player, {
    on: (event: string, listener: () => void) => event === 'hlsFragBuffered' && parsed.push(listener),
    off: (_event: string, listener: () => void) => {
      parsed = parsed.filter((other) => other !== listener);
    },
    loadSource: (url: string) => {
      player.url = url;
      for (const listener of parsed) listener();
    },
  }) as unknown as HlsPlayer;
  const stop = refreshBeforeExpiry(hls, { client, request, data: first!, clock, onRefresh: throwing });
  for (const next of [second!, third!]) {
    server.answers(success(next));
    await clock.advance(10 * MINUTE - 25_000);
    while (hls.url !== next.sources[0]!.url) await new Promise((resolve) => setTimeout(resolve, 1));
    await clock.advance(25_000);
  }
  stop();
  expect(reported).toEqual([slip, slip]);
});
