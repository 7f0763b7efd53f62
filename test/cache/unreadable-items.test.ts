import { brotliCompressSync } from 'node:zlib';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PurgeTable } from '../../lambda/cache/table/purge-table.ts';
import { TableStore } from '../../lambda/cache/table/table-store.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type CacheTable, DATABASES, nameOf as nameOfDatabase, TABLE } from './cache-table.ts';
import { Fleet, found, HOUR, MINUTE, movie, nameOf, ScriptedProvider } from './fleet.ts';

/* Items that no container of this version writes: damage, other versions, clocks that were wrong once. */

const NOW = Date.UTC(2026, 0, 1);
const YEAR = 365 * 24 * HOUR;

const brotli = (text: string) => brotliCompressSync(Buffer.from(text));
const ANSWER = '{"sources":[{"url":"https://media.example/old.mp4","quality":"720p","type":"mp4"}],"subtitles":[]}';
const READABLE = {
  version: 2,
  kind: 'answer',
  storedAt: NOW - MINUTE,
  freshUntil: NOW + 29 * MINUTE,
  staleUntil: NOW + 89 * MINUTE,
  generation: 0,
  body: brotli(ANSWER),
  etag: 'W/"old"',
  sourceCount: 1,
  subtitleCount: 0,
  bestQuality: '720p',
};
const STALE = { ...READABLE, freshUntil: NOW - 1 };
const LEASE = { leaseOwner: 'someone', leaseUntil: NOW + 5_000, leaseGeneration: 0 };

const UNREADABLE: Record<string, Record<string, unknown>> = {
  'a body that is no Brotli': { ...READABLE, body: Buffer.from('certainly not') },
  'a body that is cut short': { ...READABLE, body: READABLE.body.subarray(0, 20) },
  'an empty body': { ...READABLE, body: Buffer.alloc(0) },
  'a body that is text': { ...READABLE, body: ANSWER },
  'no body': { ...READABLE, body: undefined },
  'JSON that is cut short': { ...READABLE, body: brotli('{"sources":') },
  'JSON that is no answer': { ...READABLE, body: brotli('null') },
  'an answer without its lists': { ...READABLE, body: brotli('{"sources":{}}') },
  'sources that are none': { ...READABLE, body: brotli('{"sources":[{"foo":1}],"subtitles":[]}') },
  'a source that is null': { ...READABLE, body: brotli('{"sources":[null],"subtitles":[]}') },
  'a source of an unknown quality': { ...READABLE, body: brotli(ANSWER.replace('720p', 'fine')) },
  'a subtitle that is none': {
    ...READABLE,
    body: brotli(ANSWER.replace('"subtitles":[]', '"subtitles":[7]')),
    subtitleCount: 1,
  },
  'no source': { ...READABLE, body: brotli('{"sources":[],"subtitles":[]}'), sourceCount: 0 },
  'another number of sources': { ...READABLE, sourceCount: 2 },
  'another number of subtitles': { ...READABLE, subtitleCount: 1 },
  'text that is no UTF-8': {
    ...READABLE,
    body: brotliCompressSync(Buffer.from(ANSWER.replace('old', '\u00ff'), 'latin1')),
  },
  'a moment of storing after its end': { ...READABLE, storedAt: NOW + YEAR },
  'a last end before its end': { ...READABLE, staleUntil: READABLE.freshUntil - 1 },
  'text as its end': { ...READABLE, freshUntil: 'soon' },
  'null as its end': { ...READABLE, freshUntil: null },
  'text as its last end': { ...READABLE, staleUntil: 'later' },
  'no last end': { ...READABLE, staleUntil: undefined },
  'text as the moment of storing': { ...READABLE, storedAt: '2026-01-01' },
  'text as its generation': { ...READABLE, generation: 'one' },
  'no ETag': { ...READABLE, etag: undefined },
  'text as its count': { ...READABLE, sourceCount: '1' },
  'no quality': { ...READABLE, bestQuality: undefined },
  'an unknown quality': { ...READABLE, bestQuality: 'fine' },
  'another version': { ...READABLE, version: 3 },
  'no version': { ...READABLE, version: undefined },
  'an unknown kind': { ...READABLE, kind: 'other' },
  'a life of a year': { ...READABLE, freshUntil: NOW + YEAR, staleUntil: NOW + YEAR },
  'a lease of a year': { ...LEASE, leaseUntil: NOW + YEAR },
  'a lease until text': { ...LEASE, leaseUntil: 'soon' },
  'a lease without an owner': { ...LEASE, leaseOwner: 7 },
  'a lease without a generation': { ...LEASE, leaseGeneration: null },
  'text as its note': { note: 'failed' },
  'a note without an owner': { note: { outcome: 'unavailable', until: NOW + 5_000, generation: 0 } },
  'an unknown outcome in its note': { note: { owner: 'a', outcome: 'exploded' } },
  'a note until text': { note: { owner: 'a', outcome: 'unavailable', until: 'soon', generation: 0 } },
  'everything wrong at once': { ...READABLE, body: 7, freshUntil: true, leaseOwner: 'a', leaseUntil: '', note: [] },
};

describe.each(DATABASES)('$database', (database) => {
  if (database.missing) {
    test.skip(nameOfDatabase(database), () => undefined);
    return;
  }
  let table: CacheTable;
  let serial = 0;
  beforeAll(async () => {
    table = await database.start();
  }, 60_000);
  afterAll(() => table.stop());

  /** A fleet over a table that holds such an item of the title. */
  async function fleetWith(item: Record<string, unknown>) {
    const title = movie(String(++serial));
    const pk = `n#movie:${serial}`;
    await table.client.send(new PutCommand({ TableName: TABLE, Item: { pk, ttl: NOW / 1000 + 3600, ...item } }));
    const provider = new ScriptedProvider();
    provider.answer = () => found('new');
    const store = new TableStore(table.client, TABLE, 'n');
    const purgeStore = new PurgeTable(table.client, TABLE, 'n');
    const fleet = new Fleet({ clock: new FakeClock(NOW), store, purgeStore, provider });
    return { provider, fleet, ask: () => fleet.container().get(title) };
  }

  test('a readable item is a hit', async () => {
    const { ask, provider } = await fleetWith(READABLE);
    expect(nameOf(await ask())).toBe('old');
    expect(provider.calls).toBe(0);
  });

  test.each(Object.entries(UNREADABLE))('%s is a miss, and is replaced', async (_, item) => {
    const { ask, provider } = await fleetWith(item);
    expect(nameOf(await ask())).toBe('new');
    const again = await ask();
    expect(nameOf(again)).toBe('new');
    expect(again.status).toMatchObject({ tier: 'table', outcome: 'fresh', tableErrors: 0 });
    expect(provider.calls).toBe(1);
  });

  test.each([
    ['a lease of a year', { leaseOwner: 'a', leaseUntil: NOW + YEAR, leaseGeneration: 0 }],
    ['refreshes that are none', { refreshes: { failed: 'x', notBefore: 'y' } }],
    ['a back-off of a year', { refreshes: { failed: 1, notBefore: NOW + YEAR } }],
  ])('%s does not keep a stale answer from its refresh', async (_, item) => {
    const { ask, fleet } = await fleetWith({ ...STALE, ...item });
    fleet.holdEvents = true;
    const { status } = await ask();
    expect(status).toMatchObject({ outcome: 'stale', refresh: 'started' });
    expect(await fleet.deliver(fleet.events[0]!)).toBe('stored');
    expect(nameOf(await ask())).toBe('new');
  });

  test('what was stored in its place meanwhile stays: a claim replaces only what it saw', async () => {
    const { provider } = await fleetWith(READABLE);
    const store = new TableStore(table.client, TABLE, 'n');
    const lease = { owner: 'late', until: NOW + 6_000, generation: 0 };
    const seen = { unreadable: { freshUntil: 'soon', noteOwner: 'a' } };
    expect(await store.acquire(`movie:${serial}`, { lease, seen, required: 0, now: NOW })).toBe(false);
    expect(provider.calls).toBe(0);
  });

  test('purges that cannot be read do not count as no purges', async () => {
    const pk = 'damaged#purges';
    await table.client.send(new PutCommand({ TableName: TABLE, Item: { pk, generation: 'many', everything: 0 } }));
    await expect(new PurgeTable(table.client, TABLE, 'damaged').readPurges()).rejects.toThrow('damaged#purges');
  });
});
