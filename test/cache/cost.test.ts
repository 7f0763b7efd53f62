import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PurgeTable } from '../../lambda/cache/table/purge-table.ts';
import { TableStore } from '../../lambda/cache/table/table-store.ts';
import { buildVideoData } from '../../lambda/stream/answer.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type CacheTable, startCacheTable, TABLE } from './cache-table.ts';
import { type Container, Fleet, LIFETIMES, movie, ScriptedProvider } from './fleet.ts';

const TITLE = movie('550');

let table: CacheTable;
let clock: FakeClock;
let fleet: Fleet;
let container: Container;
let namespace = 0;
/** Every call to the table and the units that DynamoDB would bill for it. */
let billed: { readonly call: string; readonly units: number }[] = [];

beforeAll(async () => {
  table = await startCacheTable();
  table.client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (call) => {
        const answer = await next({ ...call, input: { ...call.input, ReturnConsumedCapacity: 'TOTAL' } });
        const units = (answer.output as { ConsumedCapacity?: { CapacityUnits?: number } }).ConsumedCapacity
          ?.CapacityUnits;
        billed.push({ call: commandName.replace('Command', ''), units: units ?? Number.NaN });
        return answer;
      },
    { step: 'initialize' },
  );
});
afterAll(() => table.stop());

beforeEach(() => {
  clock = new FakeClock();
  namespace += 1;
  const provider = new ScriptedProvider();
  const data = JSON.stringify(threeKilobytes(clock.now()));
  provider.answer = () => ({
    outcome: 'found',
    answer: {
      data,
      etag: 'W/"0123456789abcdefghijkl"',
      sourceCount: 8,
      subtitleCount: 10,
      bestQuality: '1080p',
      links: { signedWithoutExpiry: false },
    },
  });
  const store = new TableStore(table.client, TABLE, `n${namespace}`);
  const purgeStore = new PurgeTable(table.client, TABLE, `n${namespace}`);
  fleet = new Fleet({ clock, store, purgeStore, provider });
  fleet.holdEvents = true;
  container = fleet.container();
  billed = [];
});

/** A real answer of some 3 KB: adaptive and fixed sources on two hosts, signed, with subtitles in ten languages. */
function threeKilobytes(now: number) {
  const token = (name: string) => createHash('sha256').update(name).digest('base64url').slice(0, 22);
  const expires = Math.floor(now / 1000) + 6 * 3600;
  const source = (host: number, height: number, file: string) => ({
    url: `https://cdn${host}.media.example/titles/movie/550/${height}p/${file}?expires=${expires}&md5=${token(`${host}${file}`)}`,
    height,
    width: Math.round((height * 16) / 9),
  });
  const built = buildVideoData(
    TITLE,
    {
      sources: [1, 2].flatMap((host) => [1080, 720, 480, 360].map((height) => source(host, height, 'index.mp4'))),
      subtitles: ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'tr'].map((language) => ({
        url: `https://cdn1.media.example/titles/movie/550/subtitles/${language}.vtt`,
        language,
      })),
      poster: 'https://images.media.example/posters/550/original.jpg',
      duration: 8_340,
    },
    now,
  );
  return built!.data;
}

const calls = () => billed.map(({ call }) => call);

describe('what the table is asked for', () => {
  test('a 3 KB answer costs one write unit to store', async () => {
    await container.get(TITLE);
    const length = Buffer.byteLength(JSON.stringify(threeKilobytes(clock.now())));
    expect(length).toBeGreaterThan(2_800);
    expect(length).toBeLessThan(3_600);
    expect(billed.filter(({ call }) => call === 'PutItem')).toEqual([{ call: 'PutItem', units: 1 }]);
  });

  test('a miss costs two reads and two writes, an answer from the table one read', async () => {
    await container.get(TITLE);
    expect(calls().sort()).toEqual(['GetItem', 'GetItem', 'PutItem', 'UpdateItem']);
    billed = [];
    const other = fleet.container();
    await other.purges.look();
    billed = [];
    expect((await other.get(TITLE)).status.tier).toBe('table');
    expect(billed).toEqual([{ call: 'GetItem', units: 0.5 }]);
  });

  test('a fresh answer in memory costs nothing, but a look at the purges at most every four seconds', async () => {
    await container.get(TITLE);
    billed = [];
    for (let second = 0; second < 60; second++) {
      await clock.advance(1_000);
      const { status } = await container.get(TITLE);
      expect(status.tier).toBe('memory');
    }
    expect(new Set(calls())).toEqual(new Set(['GetItem']));
    expect(billed.length).toBeLessThanOrEqual(60 / 4);
  });

  test('a stale answer costs one read, and one write for the first request', async () => {
    await container.get(TITLE);
    await clock.advance(LIFETIMES.freshMs);
    const others = fleet.containers(5);
    for (const other of others) await other.purges.look();
    billed = [];
    for (const other of others) expect((await other.get(TITLE)).status.outcome).toBe('stale');
    expect(calls().filter((call) => call === 'GetItem')).toHaveLength(5);
    expect(billed.filter(({ call }) => call === 'UpdateItem')).toEqual([{ call: 'UpdateItem', units: 1 }]);
  });
});
