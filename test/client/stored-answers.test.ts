import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createStreamClient, type StreamClientOptions, type StreamStorage } from '../../client/src/index.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { MemoryStorage } from './memory-storage.ts';
import { failure, type StreamServer, startStreamServer, success, videoData } from './stream-server.ts';

const movie = { tmdbId: '550', mediaType: 'movie' } as const;
const MINUTE = 60_000;

let server: StreamServer;
let storage: MemoryStorage;
let clock: FakeClock;
beforeEach(async () => {
  server = await startStreamServer();
  storage = new MemoryStorage();
  clock = new FakeClock();
});
afterEach(() => server.close());

/** A client as in a page that has just been loaded. */
const page = (options: StreamClientOptions = {}) =>
  createStreamClient({ baseUrl: server.url, storage, clock, attempts: 1, ...options });

const cacheHeaders = (cacheControl: string, age = '0') => ({ 'Cache-Control': cacheControl, Age: age });

/** How long an answer is used without a request, and how long it is used at all, in milliseconds after its arrival. */
async function lifetimeOf(
  ...answer: Parameters<typeof success>
): Promise<{ fresh: number; stale: number } | undefined> {
  server.answers(success(...answer));
  await page().getStream(movie);
  const [text] = storage.items.values();
  if (text === undefined) return undefined;
  const { life } = JSON.parse(text);
  return { fresh: life.freshUntil - clock.now(), stale: life.staleUntil - clock.now() };
}

describe('a stored answer', () => {
  test('is used for 30 minutes without a request, by other pages too', async () => {
    await page().getStream(movie);
    await clock.advance(30 * MINUTE - 1);
    await expect(page().getStream(movie)).resolves.toEqual(videoData());
    expect(server.calls).toHaveLength(1);
  });

  test('is used for another hour, and refreshed once for all callers', async () => {
    server.answers(success(videoData('old')), success(videoData('new')));
    const client = page();
    await client.getStream(movie);
    await clock.advance(90 * MINUTE - 1);
    const refreshed = Promise.withResolvers<unknown>();
    const shown = await Promise.all([
      client.getStream(movie, { onRefresh: refreshed.resolve }),
      client.getStream(movie),
      client.getStream(movie),
    ]);
    expect(shown).toEqual([videoData('old'), videoData('old'), videoData('old')]);
    await expect(refreshed.promise).resolves.toEqual(videoData('new'));
    await expect(client.getStream(movie)).resolves.toEqual(videoData('new'));
    expect(server.calls).toHaveLength(2);
  });

  test('is not used after that', async () => {
    server.answers(success(videoData('old')), success(videoData('new')));
    await page().getStream(movie);
    await clock.advance(90 * MINUTE);
    await expect(page().getStream(movie)).resolves.toEqual(videoData('new'));
  });

  test('is not used for a reload, whose answer replaces it', async () => {
    server.answers(success(videoData('old')), success(videoData('new')));
    await page().getStream(movie);
    await expect(page().getStream(movie, { reload: true })).resolves.toEqual(videoData('new'));
    await expect(page().getStream(movie)).resolves.toEqual(videoData('new'));
    expect(server.calls).toHaveLength(2);
  });

  test('belongs to one title, season 0 and episode 0 included, and to one API', async () => {
    const client = page();
    await client.getStream({ tmdbId: 1396, mediaType: 'tv', season: 0, episode: 0 });
    await client.getStream({ tmdbId: 1396, mediaType: 'tv', season: 0, episode: 1 });
    await client.getStream({ tmdbId: 1396, mediaType: 'movie', season: 0, episode: 0 });
    await client.getStream({ tmdbId: '1396', mediaType: 'movie' });
    // Values of a form or a database, which types cannot prevent.
    await client.getStream({ tmdbId: '1396', mediaType: 'tv', season: 1, episode: null as unknown as number });
    await page({ baseUrl: `${server.url}/staging/` }).getStream({ tmdbId: '1396', mediaType: 'movie' });
    expect(server.calls).toEqual([
      '/api/stream/extract?tmdbId=1396&mediaType=tv&season=0&episode=0',
      '/api/stream/extract?tmdbId=1396&mediaType=tv&season=0&episode=1',
      '/api/stream/extract?tmdbId=1396&mediaType=movie',
      '/api/stream/extract?tmdbId=1396&mediaType=tv&season=1',
      '/staging/api/stream/extract?tmdbId=1396&mediaType=movie',
    ]);
  });
});

describe('the refresh of a stale answer', () => {
  const stale = async () => {
    await page().getStream(movie);
    await clock.advance(31 * MINUTE);
  };

  test('that fails leaves it in use, and is not tried again within 10 s', async () => {
    await stale();
    let asked = 0;
    const noNetwork: typeof fetch = () => {
      asked += 1;
      return Promise.reject(new TypeError('fetch failed'));
    };
    const client = page({ fetch: noNetwork });
    await client.getStream(movie);
    await clock.advance(9999);
    await client.getStream(movie);
    expect(asked).toBe(1);
    await clock.advance(1);
    await expect(client.getStream(movie)).resolves.toEqual(videoData());
    expect(asked).toBe(2);
  });

  test('whose result is not-found removes it', async () => {
    await stale();
    server.answers(failure(404, { error: 'Extraction failed', message: 'Not available.', retryable: false }));
    const client = page();
    await client.getStream(movie);
    await server.called(2);
    await until(() => storage.length === 0);
    await expect(client.getStream(movie)).rejects.toMatchObject({ status: 404 });
  });

  test('is not reported to a caller who has aborted', async () => {
    await stale();
    server.answers(success(videoData('new')));
    const reported: unknown[] = [];
    const caller = new AbortController();
    const client = page();
    await client.getStream(movie, { signal: caller.signal, onRefresh: (data) => reported.push(data) });
    caller.abort();
    await until(() => [...storage.items.values()].some((text) => text.includes('new.m3u8')));
    expect(reported).toEqual([]);
  });
});

describe('a lifetime', () => {
  test('is max-age and stale-while-revalidate, less the Age', async () => {
    expect(
      await lifetimeOf(videoData(), cacheHeaders('private, max-age=600, stale-while-revalidate=300', '100')),
    ).toEqual({
      fresh: 500_000,
      stale: 800_000,
    });
  });

  test('of an answer that was stale on arrival has only its stale part left', async () => {
    expect(await lifetimeOf(videoData(), cacheHeaders('max-age=600, stale-while-revalidate=300', '700'))).toEqual({
      fresh: -100_000,
      stale: 200_000,
    });
  });

  test('is never longer than the specification allows', async () => {
    const day = 'max-age=86400, stale-while-revalidate=86400';
    expect(await lifetimeOf(videoData(), cacheHeaders(day))).toEqual({ fresh: 30 * MINUTE, stale: 90 * MINUTE });
  });

  test('ends a minute before the first link expires, including those of subtitles', async () => {
    const at = (minutes: number) => new Date(clock.now() + minutes * MINUTE).toISOString();
    const data = videoData('signed', { expiresAt: at(50) });
    expect(await lifetimeOf(data)).toEqual({ fresh: 30 * MINUTE, stale: 49 * MINUTE });
    storage.items.clear();
    const subtitle = { label: 'English', language: 'en', url: 'https://media.example/en.vtt', expiresAt: at(20) };
    expect(await lifetimeOf({ ...data, subtitles: [subtitle] })).toEqual({ fresh: 19 * MINUTE, stale: 19 * MINUTE });
  });

  test("is right on a device whose clock is wrong, since links expire by the server's", async () => {
    const serverTime = clock.now() + 3 * 60 * MINUTE;
    const data = videoData('signed', { expiresAt: new Date(serverTime + 10 * MINUTE).toISOString() });
    const date = new Date(serverTime).toUTCString();
    server.answers(success(data, { ...cacheHeaders('max-age=1800, stale-while-revalidate=3600'), Date: date }));
    const client = page();
    const { sources } = await client.getStream(movie);
    expect(client.expiresIn(sources[0]!)).toBe(10 * MINUTE);
    await clock.advance(9 * MINUTE - 1);
    const later = page();
    await later.getStream(movie);
    expect(server.calls).toHaveLength(1);
    expect(later.expiresIn(sources[0]!)).toBe(MINUTE + 1);
    await clock.advance(1);
    await later.getStream(movie);
    expect(server.calls).toHaveLength(2);
  });
});

describe("the server's time, from an answer that spent time in a cache,", () => {
  /** What `expiresIn` returns for a link that expires ten minutes after the answer arrived. */
  async function seenExpiry(headers: Record<string, string>): Promise<number | undefined> {
    const data = videoData('signed', { expiresAt: new Date(clock.now() + 10 * MINUTE).toISOString() });
    server.answers(
      success(data, { 'Cache-Control': 'private, max-age=1800, stale-while-revalidate=3600', ...headers }),
    );
    const client = page();
    const { sources } = await client.getStream(movie);
    return client.expiresIn(sources[0]!);
  }
  const ago = (minutes: number) => new Date(clock.now() - minutes * MINUTE).toUTCString();

  test.each([
    ['is its Date and its Age', 60, 3600, undefined],
    ['leaves out the Age that it had when the API sent it', 60, 3600 + 300, 'stream-api; hit; ttl=1500; detail=table'],
    ['leaves that out of a stale answer too', 60, 3600 + 2000, 'stream-api; hit; ttl=-200; detail=memory'],
    ['is its Date alone where the Age is all of the API', 0, 1200, 'stream-api; hit; ttl=600; detail=memory'],
    ['and where rounding makes that a second more', 0, 1200, 'stream-api; hit; ttl=599; detail=memory'],
    ['takes a miss for new', 60, 3600, 'stream-api; fwd=miss; stored'],
    ['finds the entry of the API among those of other caches', 60, 3700, 'stream-api; hit; ttl=1700, Edge; hit'],
  ])('%s', async (_, minutes, age, cacheStatus) => {
    const headers = { Date: ago(minutes), Age: String(age), ...(cacheStatus && { 'Cache-Status': cacheStatus }) };
    expect(await seenExpiry(headers)).toBe(10 * MINUTE);
  });

  test.each(['', '-60', 'x', '60, 60'])('is its Date where the Age is no number of seconds (%j)', async (age) => {
    expect(await seenExpiry({ Date: ago(0), Age: age })).toBe(10 * MINUTE);
  });
});

describe('nothing is stored', () => {
  test.each([
    ['no-store', cacheHeaders('no-store')],
    ['no-store beside max-age', cacheHeaders('max-age=60, No-Store')],
    ['no-cache', cacheHeaders('no-cache, max-age=60')],
    ['no Cache-Control', {}],
    ['a lifetime that has ended', cacheHeaders('max-age=60', '60')],
  ])('of an answer with %s', async (_, headers) => {
    expect(await lifetimeOf(videoData(), headers)).toBeUndefined();
  });

  test('of an answer whose link expires within the margin', async () => {
    const expiresAt = new Date(clock.now() + 40_000).toISOString();
    expect(await lifetimeOf(videoData('short', { expiresAt }))).toBeUndefined();
  });

  test('of an answer without sources, which is an error', async () => {
    await expect(lifetimeOf({ sources: [], subtitles: [] })).rejects.toMatchObject({ error: 'Invalid answer' });
    expect(storage.length).toBe(0);
  });

  test('of an error, whatever its headers are', async () => {
    server.answers(failure(404, { error: 'Extraction failed' }, cacheHeaders('max-age=60')));
    await expect(page().getStream(movie)).rejects.toMatchObject({ status: 404 });
    expect(storage.length).toBe(0);
  });

  test('of an older answer when the newer one must not be stored', async () => {
    await page().getStream(movie);
    server.answers(success(videoData('secret'), cacheHeaders('no-store')));
    await page().getStream(movie, { reload: true });
    expect(storage.length).toBe(0);
  });

  test('where storage is switched off', async () => {
    const client = page({ storage: null });
    await client.getStream(movie);
    await client.getStream(movie);
    expect(server.calls).toHaveLength(2);
  });
});

describe('a storage that is', () => {
  const title = (tmdbId: number) => ({ tmdbId, mediaType: 'movie' }) as const;
  const kept = () => [...storage.items.keys()].map((name) => Number(/tmdbId=(\d+)/.exec(name)?.[1]));

  test('full loses the oldest answers, and nothing of the site’s', async () => {
    const client = page();
    await client.getStream(title(1));
    const size = [...storage.items].reduce((sum, [name, text]) => sum + name.length + text.length, 0);
    storage = new MemoryStorage(3 * size + 100);
    storage.setItem('cart', 'three books');
    const small = page();
    for (const id of [2, 3, 4, 5]) {
      await clock.advance(1000);
      await small.getStream(title(id));
    }
    expect(storage.getItem('cart')).toBe('three books');
    expect(kept().filter(Boolean)).toEqual([3, 4, 5]);
  });

  test('full of the site’s data stores nothing, and answers are returned all the same', async () => {
    storage = new MemoryStorage(50);
    storage.setItem('cart', 'x'.repeat(40));
    await expect(page().getStream(movie)).resolves.toEqual(videoData());
    expect([...storage.items.keys()]).toEqual(['cart']);
  });

  test('roomy holds 50 titles at most', async () => {
    const client = page();
    for (let id = 1; id <= 52; id += 1) {
      await clock.advance(1);
      await client.getStream(title(id));
    }
    expect(kept()).toHaveLength(50);
    expect(Math.min(...kept())).toBe(3);
  });

  test('cluttered is cleared of what is expired, corrupt, or of another version', async () => {
    await page().getStream(title(1));
    await clock.advance(90 * MINUTE);
    storage.setItem('@stream-api/client:1:x?tmdbId=2', 'not JSON');
    storage.setItem('@stream-api/client:0:x?tmdbId=3', '{}');
    await page().getStream(title(4));
    expect(kept()).toEqual([4]);
  });

  test('broken in every method changes nothing but the number of requests', async () => {
    const broken = new Proxy({} as StreamStorage, {
      get: () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    });
    const client = page({ storage: broken });
    await expect(client.getStream(movie)).resolves.toEqual(videoData());
    await expect(client.getStream(movie)).resolves.toEqual(videoData());
    client.invalidate(movie);
    client.invalidate();
    expect(server.calls).toHaveLength(2);
  });

  test('forbidden, so that reading the property throws, changes nothing but the number of requests', async () => {
    const window = Object.defineProperty({}, 'localStorage', {
      get: () => {
        throw new DOMException('Access is denied for this document.', 'SecurityError');
      },
    });
    Object.assign(globalThis, { window });
    try {
      const client = createStreamClient({ baseUrl: server.url, clock });
      await expect(client.getStream(movie)).resolves.toEqual(videoData());
    } finally {
      Reflect.deleteProperty(globalThis, 'window');
    }
  });

  test('the page’s is the default', async () => {
    Object.assign(globalThis, { window: { localStorage: storage } });
    try {
      await createStreamClient({ baseUrl: server.url, clock }).getStream(movie);
      expect(storage.length).toBe(1);
    } finally {
      Reflect.deleteProperty(globalThis, 'window');
    }
  });
});

describe('a corrupt entry', () => {
  const now = new FakeClock().now();
  const life = { storedAt: now, freshUntil: now + 30 * MINUTE, staleUntil: now + 90 * MINUTE };
  const entry = (data: unknown, facts: object = {}) => JSON.stringify({ data, life, clockOffset: 0, ...facts });
  const lived = (facts: object) => entry(videoData(), { life: { ...life, ...facts } });
  const [source] = videoData().sources;

  test('would be used if it were not corrupt', async () => {
    await page().getStream(movie);
    const [name] = storage.items.keys();
    storage.setItem(name!, entry(videoData('kept')));
    await expect(page().getStream(movie)).resolves.toEqual(videoData('kept'));
  });

  test.each([
    ['no JSON', 'undefined'],
    ['null', 'null'],
    ['an answer without a lifetime', JSON.stringify({ data: videoData() })],
    ['a lifetime that is not numbers', JSON.stringify({ data: videoData(), life: { storedAt: 'x' }, clockOffset: 0 })],
    ['sources that are no array', entry({ sources: 'oops', subtitles: [] })],
    ['sources that are none', entry({ sources: [null], subtitles: [] })],
    ['subtitles that are none', entry({ ...videoData(), subtitles: [null] })],
    ['no data', entry(undefined)],
    ['no sources', entry({ sources: [], subtitles: [] })],
    ['a source without a link', entry({ sources: [{ ...source, url: undefined }], subtitles: [] })],
    ['a source whose link is none', entry({ sources: [{ ...source, url: 'javascript:alert(1)' }], subtitles: [] })],
    ['a second source that is none', entry({ sources: [source, 'x'], subtitles: [] })],
    ['an endless lifetime', lived({ freshUntil: 1e18, staleUntil: 1e18 })],
    ['a fresh time longer than allowed', lived({ freshUntil: life.freshUntil + 1 })],
    ['a stale time longer than allowed', lived({ staleUntil: life.staleUntil + 1 })],
    ['a fresh time that ends after the stale one', lived({ staleUntil: life.freshUntil - 1 })],
    ['a lifetime that is text', lived({ storedAt: String(now) })],
    ['an offset that is no number', entry(videoData(), { clockOffset: 'x' })],
    ['no offset', entry(videoData(), { clockOffset: undefined })],
  ])('(%s) is ignored and replaced', async (_, text) => {
    await page().getStream(movie);
    const [name] = storage.items.keys();
    const whole = storage.getItem(name!);
    storage.setItem(name!, text);
    await expect(page().getStream(movie)).resolves.toEqual(videoData());
    expect(server.calls).toHaveLength(2);
    expect(storage.getItem(name!)).toBe(whole);
  });
});

describe("a device's clock that is set", () => {
  test('back makes answers from the future unusable', async () => {
    await page().getStream(movie);
    clock = new FakeClock(clock.now() - 24 * 60 * MINUTE);
    await page().getStream(movie);
    expect(server.calls).toHaveLength(2);
    await page().getStream(movie);
    expect(server.calls).toHaveLength(2);
  });

  test('back by less than their age does not revive expired links, once the page knows the server’s time', async () => {
    const cameAt = clock.now();
    const serverAt = (minutes: number) => new Date(cameAt + minutes * MINUTE).toUTCString();
    const headers = (minutes: number) => ({
      ...cacheHeaders('max-age=1800, stale-while-revalidate=3600'),
      Date: serverAt(minutes),
    });
    const expiring = videoData('expiring', { expiresAt: new Date(cameAt + 30 * MINUTE).toISOString() });
    server.answers(success(expiring, headers(0)));
    await page().getStream(movie);
    // After 35 minutes, the device's clock shows that 15 have passed.
    clock = new FakeClock(cameAt + 15 * MINUTE);
    server.answers(success(videoData('other'), headers(35)), success(videoData('new'), headers(35)));
    const later = page();
    await later.getStream({ tmdbId: '680', mediaType: 'movie' });
    await expect(later.getStream(movie)).resolves.toEqual(videoData('new'));
  });

  test('forward makes answers old', async () => {
    await page().getStream(movie);
    clock = new FakeClock(clock.now() + 24 * 60 * MINUTE);
    await page().getStream(movie);
    expect(server.calls).toHaveLength(2);
  });
});

describe('invalidating', () => {
  test('one title leaves the others', async () => {
    const client = page();
    await client.getStream(movie);
    await client.getStream({ tmdbId: '680', mediaType: 'movie' });
    client.invalidate(movie);
    await client.getStream({ tmdbId: '680', mediaType: 'movie' });
    expect(server.calls).toHaveLength(2);
    await client.getStream(movie);
    expect(server.calls).toHaveLength(3);
  });

  test('all leaves what belongs to another API or to the site', async () => {
    storage.setItem('cart', 'three books');
    const [client, other] = [page(), page({ baseUrl: `${server.url}/staging` })];
    await client.getStream(movie);
    await other.getStream(movie);
    client.invalidate();
    expect(storage.length).toBe(2);
    await other.getStream(movie);
    expect(server.calls).toHaveLength(2);
  });

  test('also detaches an answer under way: it is neither stored nor shared any more', async () => {
    const held = Promise.withResolvers<() => void>();
    server.answers(
      (request, response) => held.resolve(() => success(videoData('old'))(request, response)),
      success(videoData('new')),
    );
    const client = page();
    const old = client.getStream(movie);
    const release = await held.promise;
    client.invalidate(movie);
    await expect(client.getStream(movie)).resolves.toEqual(videoData('new'));
    release();
    await expect(old).resolves.toEqual(videoData('old'));
    await expect(client.getStream(movie)).resolves.toEqual(videoData('new'));
  });

  test('also detaches a failure under way: its not-found removes no newer answer', async () => {
    const held = Promise.withResolvers<() => void>();
    const notFound = failure(404, { error: 'Extraction failed', message: 'Not available.', retryable: false });
    server.answers((request, response) => held.resolve(() => notFound(request, response)), success(videoData('new')));
    const client = page();
    const old = client.getStream(movie);
    const release = await held.promise;
    client.invalidate(movie);
    await client.getStream(movie);
    release();
    await expect(old).rejects.toMatchObject({ status: 404 });
    await expect(client.getStream(movie)).resolves.toEqual(videoData('new'));
    expect(server.calls).toHaveLength(2);
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1));
}
