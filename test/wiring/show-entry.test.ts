import { beforeEach, describe, expect, test } from '@jest/globals';
import type { CacheEntry } from '../../lambda/cache/entry.ts';
import { Purges } from '../../lambda/cache/purges.ts';
import type { LeaseNote, RefreshHistory } from '../../lambda/cache/shared-store.ts';
import { showEntry } from '../../lambda/wiring/operator/show-entry.ts';
import { MINUTE, movie } from '../cache/fleet.ts';
import { MemoryStores } from '../cache/memory-stores.ts';
import { FakeClock } from '../support/fake-clock.ts';

const FILM = movie('550');
const KEY = 'movie:550';
const NOW = Date.UTC(2026, 0, 1, 12);
const iso = (ms: number) => new Date(ms).toISOString();

let clock: FakeClock;
let stores: MemoryStores;
beforeEach(() => {
  clock = new FakeClock(NOW);
  stores = new MemoryStores();
});

const view = (openFor: Record<string, number> = {}) =>
  showEntry(
    {
      store: stores,
      purges: new Purges(stores, clock),
      clock,
      breaker: { openFor: async (provider) => openFor[provider] ?? 0 },
      providersWithBreaker: Object.keys(openFor),
    },
    FILM,
  );

const claim = () =>
  stores.acquire(KEY, {
    lease: { owner: 'a', until: NOW + 6_000, generation: 0 },
    seen: stores.record(KEY),
    required: 1,
    now: NOW,
  });

async function put(entry: Partial<CacheEntry> & Record<string, unknown>): Promise<void> {
  await claim();
  const life = { storedAt: NOW - MINUTE, freshUntil: NOW + 29 * MINUTE, staleUntil: NOW + 89 * MINUTE, generation: 0 };
  const answer = { kind: 'answer', etag: 'W/"a"', sourceCount: 2, subtitleCount: 1, bestQuality: '720p' };
  await stores.put(KEY, 'a', { ...answer, ...life, data: dataOf({}), ...entry } as CacheEntry);
}

const dataOf = ({ sources = [{}], subtitles = [], poster }: Record<string, unknown>): string =>
  JSON.stringify({ sources, subtitles, poster });

describe('what operators see of a title', () => {
  test('an answer with its lives, in whole seconds and in moments', async () => {
    await put({ data: dataOf({ sources: [{ url: 'https://media.example/é.mp4' }] }) });
    const { key, entry, lease, lastFailure, refreshes } = await view();
    expect({ key, lease, lastFailure, refreshes }).toEqual({
      key: KEY,
      lease: null,
      lastFailure: null,
      refreshes: null,
    });
    expect(entry).toEqual({
      kind: 'answer',
      state: 'fresh',
      ageSeconds: 60,
      freshForSeconds: 29 * 60,
      staleForSeconds: 89 * 60,
      storedAt: iso(NOW - MINUTE),
      freshUntil: iso(NOW + 29 * MINUTE),
      staleUntil: iso(NOW + 89 * MINUTE),
      generation: 0,
      answer: { sources: 2, subtitles: 1, bestQuality: '720p', bytes: 67, earliestLinkExpiry: null },
    });
  });

  const soon = iso(NOW + 10 * MINUTE);
  const later = iso(NOW + 20 * MINUTE);
  const signed = (ms: number) => `https://media.example/p.jpg?token=abcdef0123456789&expires=${(NOW + ms) / 1000}`;
  test.each([
    ['no link that expires', {}, null],
    ['one source', { sources: [{ expiresAt: soon }, {}] }, soon],
    ['two sources', { sources: [{ expiresAt: later }, { expiresAt: soon }] }, soon],
    ['a subtitle', { sources: [{ expiresAt: later }], subtitles: [{ expiresAt: soon }] }, soon],
    ['a poster', { sources: [{ expiresAt: later }], poster: signed(10 * MINUTE) }, soon],
    ['a poster alone', { poster: signed(20 * MINUTE) }, later],
    ['a poster that does not expire', { poster: 'https://media.example/p.jpg' }, null],
  ])('the earliest expiry of its links: %s', async (_, data, earliest) => {
    await put({ data: dataOf(data) });
    expect((await view()).entry?.answer?.earliestLinkExpiry).toBe(earliest);
  });

  test.each([
    ['stale', { freshUntil: NOW }, -0],
    ['expired', { freshUntil: NOW - MINUTE, staleUntil: NOW }, -60],
  ])('one that is %s', async (state, life, freshForSeconds) => {
    await put(life);
    expect((await view()).entry).toMatchObject({ state, freshForSeconds: freshForSeconds + 0 });
  });

  test('a not-found has no links', async () => {
    await put({ kind: 'not-found' });
    const { entry } = await view();
    expect(entry).toMatchObject({ kind: 'not-found', state: 'fresh' });
    expect(entry).not.toHaveProperty('answer');
  });

  test('a purged one, and which generation it would need', async () => {
    await put({});
    await new Purges(stores, clock).purge({ content: FILM });
    const { entry, generation } = await view();
    expect(entry?.state).toBe('purged');
    expect(generation).toEqual({ current: 1, required: 1 });
  });

  test('a lease, by the seconds that are left of it', async () => {
    await claim();
    await clock.advance(1_500);
    expect((await view()).lease).toEqual({ endsInSeconds: 4, generation: 0 });
  });

  test.each<[LeaseNote, unknown]>([
    [
      { owner: 'a', outcome: 'unavailable' },
      { outcome: 'unavailable', retryAfter: null },
    ],
    [
      { owner: 'a', outcome: 'timeout', retryAfter: 7 },
      { outcome: 'timeout', retryAfter: 7 },
    ],
  ])('how its last extraction failed: %j', async (note, lastFailure) => {
    await claim();
    const refreshes: RefreshHistory = { failed: 2, notBefore: NOW + 10_000 };
    await stores.release(KEY, note, refreshes);
    expect(await view()).toMatchObject({
      lease: null,
      lastFailure,
      refreshes: { failedInARow: 2, notBefore: iso(NOW + 10_000) },
    });
  });

  test('how long each breaker stays open, a part of a second counted as one', async () => {
    expect((await view({ one: 0, two: 6_001 })).breakers).toEqual([
      { provider: 'one', openForSeconds: 0 },
      { provider: 'two', openForSeconds: 7 },
    ]);
  });

  test('nothing at all when the purges cannot be read', async () => {
    stores.readPurges = async () => {
      throw new Error('throttled');
    };
    await expect(view()).rejects.toThrow('The purges cannot be read');
  });
});
