import { randomBytes } from 'node:crypto';
import { brotliCompressSync } from 'node:zlib';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AnswerEntry } from '../../lambda/cache/entry.ts';
import { toItem } from '../../lambda/cache/table/cache-item.ts';
import { PurgeTable } from '../../lambda/cache/table/purge-table.ts';
import { TableStore } from '../../lambda/cache/table/table-store.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type CacheTable, DATABASES, nameOf, TABLE } from './cache-table.ts';
import { Fleet, found, HOUR, movie, nameOf as nameOfAnswer, ScriptedProvider } from './fleet.ts';

/* The attribute of version 2: what later playback requests need of an answer. */

const NOW = Date.UTC(2026, 0, 1);
const DATA = '{"sources":[{"url":"https://media.example/a.mp4","quality":"720p","type":"mp4"}],"subtitles":[]}';
const answer: AnswerEntry = {
  kind: 'answer',
  data: DATA,
  etag: 'W/"abc"',
  sourceCount: 1,
  subtitleCount: 0,
  bestQuality: '720p',
  generation: 0,
  storedAt: NOW,
  freshUntil: NOW + HOUR / 2,
  staleUntil: NOW + HOUR,
};

/**
 * The size of an item (DynamoDB Developer Guide, "Item sizes and formats"); a number takes a byte per two digits and
 * one.
 */
const bytesOf = (item: Record<string, unknown>): number =>
  Object.entries(item).reduce((sum, [name, value]) => {
    const digits = Math.ceil(String(value).length / 2) + 1;
    const bytes = typeof value === 'string' ? value.length : value instanceof Uint8Array ? value.length : digits;
    return sum + name.length + bytes;
  }, 0);

describe.each(DATABASES)('$database', (database) => {
  if (database.missing) {
    test.skip(nameOf(database), () => undefined);
    return;
  }
  let table: CacheTable;
  let serial = 0;
  beforeAll(async () => {
    table = await database.start();
  }, 60_000);
  afterAll(() => table.stop());

  const put = async (entry: AnswerEntry) => {
    const store = new TableStore(table.client, TABLE, 'n');
    const key = `movie:${++serial}`;
    await store.acquire(key, {
      lease: { owner: 'a', until: NOW + 6_000, generation: 0 },
      seen: {},
      required: 0,
      now: NOW,
    });
    const outcome = await store.put(key, 'a', entry);
    return { outcome, entry: (await store.read(key, { consistent: true })).entry, item: await table.item(`n#${key}`) };
  };

  test('it comes back byte for byte', async () => {
    const playback = randomBytes(500);
    const { outcome, entry, item } = await put({ ...answer, playback });
    expect(outcome).toBe('stored');
    expect(item).toMatchObject({ version: 2 });
    expect(entry).toMatchObject(answer);
    expect(Buffer.from((entry as AnswerEntry).playback!)).toEqual(playback);
  });

  test('what is kept of it in memory is as large as it is: no view of a larger buffer', async () => {
    const { entry } = await put({ ...answer, playback: randomBytes(500) });
    expect((entry as AnswerEntry).playback!.buffer.byteLength).toBe(500);
  });

  test('where the item would take more than two write units it is left out, and the rest is stored', async () => {
    const { outcome, entry } = await put({ ...answer, playback: randomBytes(2_048) });
    expect(outcome).toBe('stored-without-playback');
    expect(entry).toEqual(answer);
  });

  test('a large answer without one is stored as before', async () => {
    const data = JSON.stringify({ sources: [], subtitles: [], poster: randomBytes(3_000).toString('hex') });
    expect((await put({ ...answer, data })).outcome).toBe('stored');
  });

  test.each([
    ['text', 'not binary'],
    ['a number', 7],
    ['null', null],
  ])('%s in its place is absence, not a miss', async (_, playback) => {
    const pk = `n#movie:${++serial}`;
    await table.client.send(new PutCommand({ TableName: TABLE, Item: { ...toItem(pk, answer), playback } }));
    expect((await new TableStore(table.client, TABLE, 'n').read(`movie:${serial}`)).entry).toEqual(answer);
  });

  describe('an item of version 1', () => {
    const stored = async () => {
      const title = movie(String(++serial));
      const { version: _, ...item } = toItem(`n#movie:${serial}`, { ...answer, data: DATA.replace('/a.', '/old.') });
      await table.client.send(new PutCommand({ TableName: TABLE, Item: { ...item, version: 1 } }));
      const provider = new ScriptedProvider();
      provider.answer = () => found('new');
      const store = new TableStore(table.client, TABLE, 'n');
      const purgeStore = new PurgeTable(table.client, TABLE, 'n');
      return { title, provider, store, fleet: new Fleet({ clock: new FakeClock(NOW), store, purgeStore, provider }) };
    };

    test('is a hit', async () => {
      const { title, provider, fleet } = await stored();
      expect(nameOfAnswer(await fleet.container().get(title))).toBe('old');
      expect(provider.calls).toBe(0);
    });

    test('refuses a claim for as long as it is fresh', async () => {
      const { store } = await stored();
      const lease = { owner: 'a', until: NOW + 6_000, generation: 0 };
      expect(await store.acquire(`movie:${serial}`, { lease, seen: {}, required: 0, now: NOW })).toBe(false);
    });
  });
});

test('a playback is kept up to 2 KB of the whole item, and not beyond', async () => {
  const puts: Record<string, unknown>[] = [];
  const client = { send: async ({ input }: { input: { Item: Record<string, unknown> } }) => puts.push(input.Item) };
  const store = new TableStore(client as never, TABLE, 'n');
  for (let size = 1; size < 2_048; size += 1)
    await store.put('movie:1', 'a', { ...answer, playback: randomBytes(size) });
  const kept = puts.filter(({ playback }) => playback !== undefined);
  const largest = Math.max(...kept.map(bytesOf));
  expect(largest).toBeLessThanOrEqual(2_048);
  expect(largest).toBeGreaterThan(2_000);
});

test('an extraction with one has it stored, and the status shows where it was left out', async () => {
  const clock = new FakeClock(NOW);
  const table = await DATABASES[0].start();
  try {
    const provider = new ScriptedProvider();
    const store = new TableStore(table.client, TABLE, 'n');
    const fleet = new Fleet({ clock, store, purgeStore: new PurgeTable(table.client, TABLE, 'n'), provider });
    const bringing = (playback: Uint8Array) => () => {
      const outcome = found('a');
      return outcome.outcome === 'found' ? { ...outcome, answer: { ...outcome.answer, playback } } : outcome;
    };
    const small = brotliCompressSync('{"a":"#EXTM3U"}');
    provider.answer = bringing(small);
    expect((await fleet.container().get(movie('1'))).status).toMatchObject({ stored: true });
    expect((await fleet.container().get(movie('1'))).result).toMatchObject({
      entry: { playback: new Uint8Array(small) },
    });
    provider.answer = bringing(randomBytes(4_096));
    const { result, status } = await fleet.container().get(movie('2'));
    expect(status).toMatchObject({ stored: true, playbackLeftOut: true });
    expect(result.result).toBe('answer');
  } finally {
    await table.stop();
  }
});
