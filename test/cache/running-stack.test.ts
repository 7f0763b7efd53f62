import { spawn } from 'node:child_process';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ExtractorService, json, startExtractorService } from '../extractor-service.ts';
import { startLocalStack } from '../local-stack.ts';

/*
 * The cache on the running stack: real containers, the deployed bundles, tables behind a wire that can be cut.
 */

type Stack = Awaited<ReturnType<typeof startLocalStack>>;

interface Got {
  readonly status: number;
  readonly cacheStatus: string | null;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into whatever came
  readonly body: any;
}

const CONTAINERS = 16;

let extractor: ExtractorService;
let wire: Wire;
let stack: Stack;
/** The answer to a title whose extraction takes 40 s. */
let slow: Promise<Got>;

async function get(tmdbId: string, headers: Record<string, string> = {}, { url } = stack): Promise<Got> {
  const response = await fetch(`${url}/api/stream/extract?tmdbId=${tmdbId}&mediaType=movie`, { headers });
  const text = await response.text();
  return {
    status: response.status,
    cacheStatus: response.headers.get('cache-status'),
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

const sourceOf = ({ body }: Got): string => body.data.sources[0].url;
const film = (name: string) => ({ sources: [{ url: `https://media.example/${name}-720p.mp4` }] });
/** An answer that takes a while, counted from 1. */
const upstreamAnswers = (ms: number, name: (call: number) => string, id: string) => {
  extractor.on(id, (response, request) => {
    const body = film(name(extractor.calls(id)));
    setTimeout(() => json(body)(response, request), ms);
  });
};

/** A connection to the tables that a test cuts and mends. */
interface Wire {
  readonly endpoint: string;
  cut(): void;
  mend(): void;
  stop(): Promise<void>;
}

async function startWire(to: string): Promise<Wire> {
  const { port } = new URL(to);
  const open = new Set<Socket>();
  let whole = true;
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => undefined);
    if (!whole) return void socket.destroy();
    const onward = connect(Number(port));
    open.add(onward);
    onward.on('close', () => {
      open.delete(onward);
      socket.destroy();
    });
    onward.on('error', () => undefined);
    socket.on('close', () => onward.destroy());
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    cut: () => {
      whole = false;
      for (const socket of open) socket.destroy();
    },
    mend: () => {
      whole = true;
    },
    stop: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

beforeAll(async () => {
  extractor = await startExtractorService();
  stack = await startLocalStack(
    { extractorUrls: [extractor.url], containers: CONTAINERS, freshSeconds: 2, staleSeconds: 60, rateLimit: 10_000 },
    {
      dynamodbEndpoint: async (own) => {
        wire = await startWire(own);
        return wire.endpoint;
      },
    },
  );
  // Begun early: other tests run while it works.
  upstreamAnswers(40_000, () => 'slow', '8040');
  slow = get('8040');
}, 90_000);

afterAll(async () => {
  await stack.stop();
  await wire.stop();
  await extractor.stop();
}, 60_000);

test('when the container that holds the lease is killed, one other takes over', async () => {
  // Of its own: the container of its very first request is the one that has the lease.
  const own = await startLocalStack({ extractorUrls: [extractor.url], containers: 8 });
  const ask = () => get('8003', {}, own);
  extractor.on('8003', (response, request) => {
    if (extractor.calls('8003') > 1) json(film('second'))(response, request);
  });
  const holder = ask().catch(() => undefined);
  await expectSoon(
    async () => extractor.calls('8003'),
    (calls) => calls === 1,
  );
  const [pid, ...others] = own.pids('extract');
  expect(others).toEqual([]);
  const waiting = Promise.all(Array.from({ length: 4 }, ask));
  await delay(500);
  process.kill(pid!, 'SIGKILL');
  const answers = await waiting;
  await holder;
  await own.stop();
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(extractor.calls('8003')).toBe(2);
}, 90_000);

describe('on the running stack', () => {
  test('16 real containers and one uncached title make one upstream call', async () => {
    // All are started first, each by a title of its own: this is about the herd, not about 16 cold starts on one machine.
    const own = Array.from({ length: CONTAINERS - 1 }, (_, index) => String(8100 + index));
    for (const id of own) upstreamAnswers(3_000, () => 'own', id);
    await Promise.all(own.map((id) => get(id)));
    expect(stack.pids('extract').length).toBeGreaterThanOrEqual(CONTAINERS - 1);
    upstreamAnswers(1_500, () => 'herd', '8001');
    const answers = await Promise.all(Array.from({ length: CONTAINERS - 1 }, () => get('8001')));
    expect(extractor.calls('8001')).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual(Array(CONTAINERS - 1).fill(200));
    expect(new Set(answers.map(sourceOf))).toEqual(new Set(['https://media.example/herd-720p.mp4']));
  }, 60_000);

  test('a stale answer comes at once, is refreshed exactly once, and then the new one is there', async () => {
    upstreamAnswers(3_000, (call) => `version-${call}`, '8002');
    expect(sourceOf(await get('8002'))).toContain('version-1');
    await delay(2_100);
    const stale = await Promise.all(Array.from({ length: 8 }, () => get('8002')));
    expect(new Set(stale.map(sourceOf))).toEqual(new Set(['https://media.example/version-1-720p.mp4']));
    for (const { cacheStatus } of stale) {
      expect(cacheStatus).toMatch(/^stream-api; hit; ttl=-\d+/);
    }
    await expectSoon(
      async () => sourceOf(await get('8002')),
      (url) => url.includes('version-2'),
    );
    expect(extractor.calls('8002')).toBe(2);
  }, 60_000);

  test('a title whose provider answers with nonsense costs one call, and no other title its answer', async () => {
    extractor.on('8010', (response) => response.end('<html>oops</html>'));
    const failed = await Promise.all(Array.from({ length: 6 }, () => get('8010')));
    expect(failed.map(({ status }) => status)).toEqual(Array(6).fill(503));
    expect(extractor.calls('8010')).toBe(1);
    for (const id of ['8011', '8012', '8013']) {
      upstreamAnswers(0, () => 'healthy', id);
      expect((await get(id)).status).toBe(200);
    }
    expect(Number(failed[0]!.headers.get('retry-after'))).toBe(5);
  }, 60_000);

  test('a purge by the command is seen by every container within five seconds', async () => {
    upstreamAnswers(0, (call) => `purged-${call}`, '8004');
    await Promise.all(Array.from({ length: 8 }, () => get('8004')));
    const { code, out } = await cacheCommand('purge', '8004');
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^Purged/) });
    await delay(5_000);
    const answers = await Promise.all(Array.from({ length: 12 }, () => get('8004')));
    expect(answers.map(sourceOf).filter((url) => url.includes('purged-1'))).toEqual([]);
    expect((await cacheCommand('show', '8004')).out).toMatch(/^entry +answer, (fresh|stale)$/m);
  }, 60_000);

  test('a conditional request for an unchanged answer is a 304', async () => {
    upstreamAnswers(0, () => 'same', '8005');
    const { headers } = await get('8005');
    const again = await get('8005', { 'if-none-match': headers.get('etag')! });
    expect([again.status, again.body]).toEqual([304, undefined]);
  });

  test('an extraction of 40 s is a 504 first, and the answer on a later try', async () => {
    expect((await slow).status).toBe(504);
    await expectSoon(
      () => get('8040'),
      ({ status }) => status === 200,
      60_000,
    );
    expect(sourceOf(await get('8040'))).toContain('slow');
    expect(extractor.calls('8040')).toBeLessThanOrEqual(8);
  }, 120_000);

  test('without its tables it answers from memory or upstream, says so, and recovers', async () => {
    upstreamAnswers(0, (call) => `outage-${call}`, '8006');
    expect((await get('8006')).status).toBe(200);
    wire.cut();
    const during = await Promise.all([get('8006'), get('8006')]);
    upstreamAnswers(0, () => 'new', '8008');
    const fresh = await get('8008');
    expect(during.map(({ status }) => status)).toEqual([200, 200]);
    expect(fresh.status).toBe(200);
    expect(fresh.cacheStatus).toBe('stream-api; fwd=miss');
    await expectSoon(
      async () => stack.logs().filter((record) => JSON.stringify(record).includes('"CacheTableErrors":')).length,
      (lines) => lines > 0,
    );
    wire.mend();
    upstreamAnswers(0, () => 'back', '8009');
    // Several at once are several containers: what one has stored, another finds.
    await expectSoon(
      () => Promise.all([get('8009'), get('8009'), get('8009')]),
      (answers) => answers.some(({ cacheStatus }) => cacheStatus?.endsWith('detail=table')),
    );
  }, 60_000);
});

/** Asks again and again until it is so. @returns what was so */
async function expectSoon<T>(ask: () => Promise<T>, isSo: (answer: T) => boolean, ms = 20_000): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    if (performance.now() > end) throw new Error(`Still ${JSON.stringify(answer)}`);
    await delay(200);
  }
}

function cacheCommand(action: 'show' | 'purge', tmdbId: string): Promise<{ code: number | null; out: string }> {
  const tool = join(import.meta.dirname, '../../tools/cache.ts');
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [tool, action, '--tmdb-id', tmdbId, '--media-type', 'movie', '--endpoint', stack.url],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    let out = '';
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out }));
  });
}
