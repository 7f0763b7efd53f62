import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AnswerEntry, NotFoundEntry } from '../../lambda/cache/entry.ts';
import { NO_PURGES, type PurgeStore } from '../../lambda/cache/purges.ts';
import type { Lease, SharedStore } from '../../lambda/cache/shared-store.ts';
import { PurgeTable } from '../../lambda/cache/table/purge-table.ts';
import { TableStore } from '../../lambda/cache/table/table-store.ts';
import { type BreakerStore, HEALTHY } from '../../lambda/providers/breaker.ts';
import { BreakerTable } from '../../lambda/providers/breaker-table.ts';
import { type CacheTable, DATABASES, nameOf, TABLE } from './cache-table.ts';
import { MemoryStores } from './memory-stores.ts';

/*
 * What the cache core relies on, checked on every store that it runs on: dynalite, DynamoDB Local, and the store in
 * memory that the tests on a fake clock use.
 */

interface Stores {
  readonly store: SharedStore;
  readonly purges: PurgeStore;
  readonly breakers: BreakerStore;
}

const NOW = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

const answer: AnswerEntry = {
  kind: 'answer',
  data: '{"sources":[{"url":"https://media.example/é.mp4","quality":"720p","type":"mp4"}],"subtitles":[]}',
  etag: 'W/"abc"',
  sourceCount: 1,
  subtitleCount: 0,
  bestQuality: '720p',
  generation: 3,
  storedAt: NOW,
  freshUntil: NOW + HOUR / 2,
  staleUntil: NOW + HOUR,
};

const notFound: NotFoundEntry = {
  kind: 'not-found',
  generation: 3,
  storedAt: NOW,
  freshUntil: NOW + 60_000,
  staleUntil: NOW + 60_000,
};

const lease = (owner: string, facts: Partial<Lease> = {}): Lease => ({
  owner,
  until: NOW + 6_000,
  generation: 3,
  ...facts,
});
const claim = (owner: string, facts: Partial<Parameters<SharedStore['acquire']>[1]> = {}) => ({
  lease: lease(owner),
  seen: {},
  required: 0,
  now: NOW,
  ...facts,
});

function contract(stores: () => Stores): void {
  let serial = 0;
  /** A new key for each test, and the store. */
  const fresh = () => {
    serial += 1;
    return { key: `movie:${serial}`, store: stores().store };
  };
  const read = (store: SharedStore, key: string) => store.read(key, { consistent: true });
  /** A store that holds this entry under that key. */
  const holding = async (entry: AnswerEntry | NotFoundEntry) => {
    const { key, store } = fresh();
    await store.acquire(key, claim('first'));
    expect(await store.put(key, 'first', entry)).toBe('stored');
    return { key, store };
  };

  describe('reading', () => {
    test('what is not there is an empty record', async () => {
      const { key, store } = fresh();
      const { entry, lease, note, refreshes } = await read(store, key);
      expect([entry, lease, note, refreshes]).toEqual([undefined, undefined, undefined, undefined]);
    });

    test.each([
      ['an answer', answer],
      ['a not-found', notFound],
    ])('%s comes back as it was put, without the lease', async (_, entry) => {
      const { key, store } = await holding(entry);
      const record = await read(store, key);
      expect(record.entry).toEqual(entry);
      expect(record.lease).toBeUndefined();
    });

    test('an aborted read rejects', async () => {
      const { key, store } = fresh();
      await expect(store.read(key, { signal: AbortSignal.abort() })).rejects.toThrow();
    });
  });

  describe('taking the lease', () => {
    test('of two, one gets it', async () => {
      const { key, store } = fresh();
      const taken = await Promise.all([store.acquire(key, claim('a')), store.acquire(key, claim('b'))]);
      expect(taken.filter(Boolean)).toHaveLength(1);
    });

    test('it may be claimed again under the same name: a response may have been lost', async () => {
      const { key, store } = fresh();
      expect(await store.acquire(key, claim('a'))).toBe(true);
      expect(await store.acquire(key, claim('a'))).toBe(true);
      expect(await store.acquire(key, claim('b'))).toBe(false);
    });

    test('it is free at the millisecond it ends, and not before', async () => {
      const { key, store } = fresh();
      await store.acquire(key, claim('a'));
      expect(await store.acquire(key, claim('b', { now: NOW + 5_999 }))).toBe(false);
      expect(await store.acquire(key, claim('b', { now: NOW + 6_000 }))).toBe(true);
    });

    test('a lease from before a purge does not count', async () => {
      const { key, store } = fresh();
      await store.acquire(key, claim('a'));
      expect(await store.acquire(key, claim('b', { required: 3 }))).toBe(false);
      expect(await store.acquire(key, claim('b', { required: 4 }))).toBe(true);
      expect((await read(store, key)).lease).toEqual(lease('b'));
    });

    test('a fresh entry refuses the claim until it is stale, and stays when it is', async () => {
      const { key, store } = await holding(answer);
      expect(await store.acquire(key, claim('b', { now: answer.freshUntil - 1 }))).toBe(false);
      expect(await store.acquire(key, claim('b', { now: answer.freshUntil }))).toBe(true);
      expect((await read(store, key)).entry).toEqual(answer);
    });

    test('a purged entry does not', async () => {
      const { key, store } = await holding(answer);
      expect(await store.acquire(key, claim('b', { required: 3 }))).toBe(false);
      expect(await store.acquire(key, claim('b', { required: 4 }))).toBe(true);
    });

    test('a claim is void when an extraction has failed since it was made up', async () => {
      const { key, store } = fresh();
      const seen = await read(store, key);
      await store.acquire(key, claim('a'));
      await store.release(key, { owner: 'a', outcome: 'unavailable' });
      expect(await store.acquire(key, claim('b', { seen }))).toBe(false);
      const news = await read(store, key);
      expect(await store.acquire(key, claim('b', { seen: news }))).toBe(true);
      expect(await store.release(key, { owner: 'b', outcome: 'timeout' })).toBe(true);
      expect(await store.acquire(key, claim('c', { seen: news }))).toBe(false);
    });
  });

  describe('holding the lease', () => {
    test('only its owner prolongs it', async () => {
      const { key, store } = fresh();
      await store.acquire(key, claim('a'));
      expect(await store.renew(key, 'b', NOW + 9_000)).toBe(false);
      expect(await store.renew(key, 'a', NOW + 9_000)).toBe(true);
      expect((await read(store, key)).lease?.until).toBe(NOW + 9_000);
    });

    test('it can be handed over, once or repeatedly, by its owner', async () => {
      const { key, store } = fresh();
      await store.acquire(key, claim('a'));
      expect(await store.transfer(key, 'x', lease('r'))).toBe(false);
      expect(await store.transfer(key, 'a', lease('r'))).toBe(true);
      expect(await store.transfer(key, 'a', lease('r'))).toBe(true);
      expect(await store.transfer(key, 'a', lease('other'))).toBe(false);
      expect((await read(store, key)).lease).toEqual(lease('r'));
    });

    test('only its owner may store, and only once', async () => {
      const { key, store } = fresh();
      await store.acquire(key, claim('a'));
      expect(await store.put(key, 'b', answer)).toBe('lost');
      expect((await read(store, key)).entry).toBeUndefined();
      expect(await store.put(key, 'a', answer)).toBe('stored');
      expect(await store.put(key, 'a', { ...answer, etag: 'W/"later"' })).toBe('lost');
    });

    test('a late holder cannot store over the one that has taken its place', async () => {
      const { key, store } = fresh();
      await store.acquire(key, claim('slow'));
      await store.acquire(key, claim('next', { now: NOW + 6_000 }));
      expect(await store.put(key, 'slow', answer)).toBe('lost');
      expect(await store.renew(key, 'slow', NOW + 20_000)).toBe(false);
      expect(await store.release(key, { owner: 'slow', outcome: 'unavailable' })).toBe(false);
      expect((await read(store, key)).lease?.owner).toBe('next');
    });

    test('its end without an entry leaves a note, the history and the stale entry', async () => {
      const { key, store } = await holding(answer);
      await store.acquire(key, claim('r', { now: answer.freshUntil }));
      const note = { owner: 'r', outcome: 'unavailable', retryAfter: 7 } as const;
      expect(await store.release(key, note, { failed: 2, notBefore: NOW + 10_000 })).toBe(true);
      const record = await read(store, key);
      expect(record).toMatchObject({ entry: answer, note, refreshes: { failed: 2, notBefore: NOW + 10_000 } });
      expect(record.lease).toBeUndefined();
    });

    test('a new entry forgets note and history', async () => {
      const { key, store } = fresh();
      await store.acquire(key, claim('a'));
      await store.release(key, { owner: 'a', outcome: 'unavailable' }, { failed: 1, notBefore: NOW });
      await store.acquire(key, claim('b', { seen: await read(store, key) }));
      await store.put(key, 'b', answer);
      const { note, refreshes } = await read(store, key);
      expect([note, refreshes]).toEqual([undefined, undefined]);
    });
  });

  describe('purges', () => {
    test('are written by the caller that knows the last generation', async () => {
      const { purges } = stores();
      expect(await purges.readPurges()).toEqual(NO_PURGES);
      const first = { generation: 1, everything: 0, targets: { 'movie:1': { generation: 1, at: NOW } } };
      expect(await purges.writePurges(first, 0)).toBe(true);
      expect(await purges.writePurges({ ...first, generation: 9 }, 0)).toBe(false);
      expect(await purges.readPurges()).toEqual(first);
      const second = { generation: 2, everything: 2, targets: {} };
      expect(await purges.writePurges(second, 1)).toBe(true);
      expect(await purges.readPurges()).toEqual(second);
    });
  });

  describe('the breaker', () => {
    test('counts each failing title once, up to five, lets one probe through, and forgets', async () => {
      const { breakers } = stores();
      const fail = (title: string, ms: number) => breakers.addFailure('up', title, NOW + ms);
      expect(await breakers.read('up')).toEqual(HEALTHY);
      expect(await breakers.moveOpenUntil('up', HEALTHY.openUntil, NOW)).toBe(false);
      expect(await fail('movie:1', 1_000)).toEqual({ failingTitles: 1, openUntil: NOW + 1_000 });
      expect(await fail('movie:2', 2_000)).toEqual({ failingTitles: 2, openUntil: NOW + 2_000 });
      expect(await fail('movie:1', 3_000)).toEqual({ failingTitles: 2, openUntil: NOW + 3_000 });
      for (const id of ['3', '4', '5']) await fail(`movie:${id}`, 4_000);
      expect(await fail('movie:6', 9_000)).toBeUndefined();
      expect(await breakers.read('up')).toEqual({ failingTitles: 5, openUntil: NOW + 4_000 });
      expect(await breakers.moveOpenUntil('up', NOW + 3_000, NOW + 99_000)).toBe(false);
      expect(await breakers.moveOpenUntil('up', NOW + 4_000, NOW + 20_000)).toBe(true);
      expect(await breakers.moveOpenUntil('up', NOW + 4_000, NOW + 99_000)).toBe(false);
      expect(await breakers.read('up')).toEqual({ failingTitles: 5, openUntil: NOW + 20_000 });
      await breakers.reset('up');
      expect(await breakers.read('up')).toEqual(HEALTHY);
    });
  });
}

describe('the stores in memory', () => {
  const memory = new MemoryStores();
  contract(() => ({ store: memory, purges: memory, breakers: memory.breakers }));
});

for (const database of DATABASES) {
  (database.missing ? describe.skip : describe)(`the stores on ${nameOf(database)}`, () => {
    let table: CacheTable;
    beforeAll(async () => {
      table = await database.start();
    }, 60_000);
    afterAll(() => table.stop());

    contract(() => ({
      store: new TableStore(table.client, TABLE, 'ns'),
      purges: new PurgeTable(table.client, TABLE, 'ns'),
      breakers: new BreakerTable(table.client, TABLE, 'ns'),
    }));

    test('an entry of another version is a miss that may be overwritten', async () => {
      const store = new TableStore(table.client, TABLE, 'ns');
      await store.acquire('movie:v', claim('a'));
      await store.put('movie:v', 'a', answer);
      const { PutCommand } = await import('@aws-sdk/lib-dynamodb');
      const item = { ...(await table.item('ns#movie:v')), version: 99 };
      await table.client.send(new PutCommand({ TableName: TABLE, Item: item }));
      expect((await store.read('movie:v')).entry).toBeUndefined();
      expect(await store.acquire('movie:v', claim('b'))).toBe(true);
    });

    test('two namespaces never see each other', async () => {
      const [one, other] = ['one', 'other'].map((name) => new TableStore(table.client, TABLE, name));
      await one!.acquire('movie:n', claim('a'));
      await one!.put('movie:n', 'a', answer);
      expect((await other!.read('movie:n')).entry).toBeUndefined();
    });

    test('an item may be swept only when everything in it has been expired for a while', async () => {
      const store = new TableStore(table.client, TABLE, 'ns');
      await store.acquire('movie:t', claim('a'));
      expect((await table.item('ns#movie:t'))?.ttl).toBeGreaterThan((NOW + 6_000) / 1000);
      await store.put('movie:t', 'a', answer);
      expect((await table.item('ns#movie:t'))?.ttl).toBeGreaterThan(answer.staleUntil / 1000);
      // A refresh that begins in the last second of the stale window has a lease beyond it.
      const late = { lease: lease('r', { until: answer.staleUntil + 75_000 }), seen: await store.read('movie:t') };
      await store.acquire('movie:t', claim('r', { ...late, now: answer.staleUntil - 1_000 }));
      expect((await table.item('ns#movie:t'))?.ttl).toBeGreaterThan((answer.staleUntil + 75_000) / 1000);
    });

    test('an answer that no item can hold is reported as such, and leaves the lease', async () => {
      const store = new TableStore(table.client, TABLE, 'ns');
      await store.acquire('movie:big', claim('a'));
      const data = JSON.stringify({ noise: randomBytes(400 * 1024).toString('base64') });
      expect(await store.put('movie:big', 'a', { ...answer, data })).toBe('too-large');
      expect((await read(store, 'movie:big')).lease?.owner).toBe('a');
      const fits = JSON.stringify({ noise: randomBytes(380 * 1024).toString('base64') });
      expect(await store.put('movie:big', 'a', { ...answer, data: fits })).toBe('stored');
    });
  });
}

const read = (store: SharedStore, key: string) => store.read(key, { consistent: true });
