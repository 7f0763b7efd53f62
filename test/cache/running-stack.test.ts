import { spawn } from 'node:child_process';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LocalStack } from '../../local/stack.ts';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { type StageVariants, serviceOnly, stageVariants } from '../support/stage-variants.ts';

/*
 * The cache on the running stack: real containers, the deployed bundles, tables behind a wire that can be cut.
 */

interface Got {
  readonly status: number;
  readonly cacheStatus: string | null;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into any body
  readonly body: any;
}

interface GetOptions {
  readonly headers?: Record<string, string>;
  readonly from?: LocalStack;
}

const CONTAINERS = 16;

let provider: ProviderService;
let wire: Wire;
let stage: StageVariants;
let stack: LocalStack;

async function get(tmdbId: string, { headers = {}, from = stack }: GetOptions = {}): Promise<Got> {
  const response = await fetch(`${from.url}/api/stream/extract?tmdbId=${tmdbId}&mediaType=movie`, { headers });
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
const providerAnswers = (ms: number, name: (call: number) => string, id: string) => {
  provider.on(id, (response, request) => {
    const body = film(name(provider.calls(id)));
    const timer = setTimeout(() => json(body)(response, request), ms);
    response.on('close', () => clearTimeout(timer));
  });
};

/** A connection to the tables that a test cuts and restores. */
interface Wire {
  readonly endpoint: string;
  cut(): void;
  restore(): void;
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
    restore: () => {
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
  provider = await startProviderService();
  stage = await stageVariants();
  stack = await stage.start({
    environment: { PROVIDERS: serviceOnly(provider.url), FRESH_SECONDS: '2', STALE_SECONDS: '60' },
    options: { containers: CONTAINERS },
    parts: {
      dynamodbEndpoint: async (own) => {
        wire = await startWire(own);
        return wire.endpoint;
      },
    },
  });
});

afterAll(async () => {
  await stage.stop();
  await wire.stop();
  await provider.stop();
});

// Concurrent: they mostly wait, for a lease that expires and for a provider.
describe('on a new stack', () => {
  test.concurrent('when the container that holds the lease is killed, one other takes over', async () => {
    const waiters = 4;
    const own = await stage.start({
      environment: { PROVIDERS: serviceOnly(provider.url) },
      options: { containers: waiters + 1 },
    });
    provider.on('8003', (response, request) => {
      if (provider.calls('8003') > 1) json(film('second'))(response, request);
    });
    const holder = get('8003', { from: own }).catch(() => undefined);
    await expectSoon(
      async () => provider.calls('8003'),
      (calls) => calls === 1,
    );
    // The very first request: so the one container that there is has the lease.
    const [pid, ...others] = own.pids('extract');
    expect(others).toEqual([]);
    const waiting = Promise.all(Array.from({ length: waiters }, () => get('8003', { from: own })));
    await expectSoon(
      async () => own.pids('extract').length,
      (containers) => containers === waiters + 1,
    );
    process.kill(pid!, 'SIGKILL');
    const answers = await waiting;
    await holder;
    expect(answers.map(({ status }) => status)).toEqual(Array(waiters).fill(200));
    expect(provider.calls('8003')).toBe(2);
  });

  test.concurrent('an extraction that outlasts its request is a 504 first, and the answer on a later try', async () => {
    const own = await stage.start({
      environment: { PROVIDERS: serviceOnly(provider.url) },
      // The refresh function, to which the extraction is handed over, has the stage's own two minutes.
      extractEnvironment: { DEADLINE_MS: '5000', ATTEMPT_TIMEOUT_MS: '2000' },
    });
    providerAnswers(7_000, () => 'slow', '8040');
    expect((await get('8040', { from: own })).status).toBe(504);
    await expectSoon(
      () => get('8040', { from: own }),
      ({ status }) => status === 200,
      60_000,
    );
    expect(sourceOf(await get('8040', { from: own }))).toContain('slow');
    expect(provider.calls('8040')).toBeLessThanOrEqual(8);
  });
});

describe('on the running stack', () => {
  test('16 real containers and one uncached title make one provider call', async () => {
    // All are started first, each by its own title: this is about the herd, not about 16 cold starts on one
    // machine.
    const own = Array.from({ length: CONTAINERS }, (_, index) => String(8100 + index));
    const allAsked = Promise.withResolvers<void>();
    let asked = 0;
    for (const id of own) {
      provider.on(id, async (response, request) => {
        asked += 1;
        if (asked === own.length) allAsked.resolve();
        await allAsked.promise;
        json(film('own'))(response, request);
      });
    }
    await Promise.all(own.map((id) => get(id)));
    expect(stack.pids('extract').length).toBe(CONTAINERS);
    providerAnswers(500, () => 'herd', '8001');
    const answers = await Promise.all(Array.from({ length: CONTAINERS }, () => get('8001')));
    expect(provider.calls('8001')).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual(Array(CONTAINERS).fill(200));
    expect(new Set(answers.map(sourceOf))).toEqual(new Set(['https://media.example/herd-720p.mp4']));
  });

  test('a stale answer comes at once, is refreshed exactly once, and then the new one is there', async () => {
    const staleAnswersCame = Promise.withResolvers<void>();
    provider.on('8002', async (response, request) => {
      const version = provider.calls('8002');
      if (version > 1) await staleAnswersCame.promise;
      json(film(`version-${version}`))(response, request);
    });
    expect(sourceOf(await get('8002'))).toContain('version-1');
    await delay(2_100);
    // They come although the refresh has no answer yet.
    const stale = await Promise.all(Array.from({ length: 8 }, () => get('8002')));
    staleAnswersCame.resolve();
    expect(new Set(stale.map(sourceOf))).toEqual(new Set(['https://media.example/version-1-720p.mp4']));
    for (const { cacheStatus } of stale) expect(cacheStatus).toMatch(/^stream-api; hit; ttl=-\d+/);
    await expectSoon(
      async () => sourceOf(await get('8002')),
      (url) => url.includes('version-2'),
    );
    expect(provider.calls('8002')).toBe(2);
  });

  test('a title whose provider returns nonsense costs one call, and no other title its answer', async () => {
    provider.on('8010', (response) => response.end('<html>oops</html>'));
    const failed = await Promise.all(Array.from({ length: 6 }, () => get('8010')));
    expect(failed.map(({ status }) => status)).toEqual(Array(6).fill(503));
    expect(provider.calls('8010')).toBe(1);
    for (const id of ['8011', '8012', '8013']) {
      providerAnswers(0, () => 'healthy', id);
      expect((await get(id)).status).toBe(200);
    }
    expect(Number(failed[0]!.headers.get('retry-after'))).toBe(5);
  }, 60_000);

  test('a purge by the command is seen by every container within five seconds', async () => {
    providerAnswers(0, (call) => `purged-${call}`, '8004');
    await Promise.all(Array.from({ length: 8 }, () => get('8004')));
    const { code, out } = await cacheCommand('purge', '8004');
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^Purged/) });
    await delay(5_000);
    const answers = await Promise.all(Array.from({ length: 12 }, () => get('8004')));
    expect(answers.map(sourceOf).filter((url) => url.includes('purged-1'))).toEqual([]);
    expect((await cacheCommand('show', '8004')).out).toMatch(/^entry +answer, (fresh|stale)$/m);
  });

  test('the function reports that everything was purged, once no more titles are listed', async () => {
    const contents = Array.from({ length: 200 }, (_, at) => ({ mediaType: 'movie', tmdbId: String(70_000 + at) }));
    const purged = async (scope: object) =>
      JSON.parse((await stack.invoke('cache', { action: 'purge', scope })).payload) as object;
    await purged({ all: true });
    const [first, more] = [{ contents }, { content: { mediaType: 'movie', tmdbId: '8005' } }];
    expect(await purged(first)).toMatchObject({ purged: first });
    expect(await purged(more)).toMatchObject({ purged: { all: true } });
    expect(await purged(more)).toMatchObject({ purged: more });
  });

  test('a conditional request for an unchanged answer is a 304', async () => {
    providerAnswers(0, () => 'same', '8005');
    const { headers } = await get('8005');
    const again = await get('8005', { headers: { 'if-none-match': headers.get('etag')! } });
    expect([again.status, again.body]).toEqual([304, undefined]);
  });

  test('without its tables it answers from memory or the provider, reports it, and recovers', async () => {
    providerAnswers(0, (call) => `outage-${call}`, '8006');
    expect((await get('8006')).status).toBe(200);
    wire.cut();
    const during = await Promise.all([get('8006'), get('8006')]);
    providerAnswers(0, () => 'new', '8008');
    const fresh = await get('8008');
    expect(during.map(({ status }) => status)).toEqual([200, 200]);
    expect(fresh.status).toBe(200);
    expect(fresh.cacheStatus).toBe('stream-api; fwd=miss');
    await expectSoon(
      async () => stack.logs().filter((record) => JSON.stringify(record).includes('"CacheTableErrors":')).length,
      (lines) => lines > 0,
    );
    wire.restore();
    providerAnswers(0, () => 'back', '8009');
    // Several at once are several containers: what one has stored, another finds.
    await expectSoon(
      () => Promise.all([get('8009'), get('8009'), get('8009')]),
      (answers) => answers.some(({ cacheStatus }) => cacheStatus?.endsWith('detail=table')),
    );
  });
});

/** Repeats a check until it is true. @returns what it returned */
async function expectSoon<T>(ask: () => Promise<T>, isSo: (answer: T) => boolean, ms = 50_000): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    if (performance.now() > end) throw new Error(`Still ${JSON.stringify(answer)}`);
    await delay(200);
  }
}

function cacheCommand(action: 'show' | 'purge', tmdbId: string): Promise<{ code: number | null; out: string }> {
  const tool = join(import.meta.dirname, '../../commands/cache.ts');
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
