import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { LiveEvent } from '../../contract/events.ts';
import { TableStore } from '../../lambda/cache/table/table-store.ts';
import type { Notice } from '../../lambda/live/events.ts';
import { type NotifierOptions, notify } from '../../lambda/live/notifier.ts';
import type { Content } from '../../lambda/stream/content.ts';
import { all, type LiveTables, NAMESPACE, startLiveTables } from './live-tables.ts';

const TITLE: Content = { mediaType: 'movie', tmdbId: '550' };
const OTHER: Content = { mediaType: 'movie', tmdbId: '551' };
const PROGRESS: LiveEvent = { type: 'progress', title: TITLE, seq: 1, steps: [] };

let tables: LiveTables;
let posted: string[];
let ended: Set<string>;
let broken: Set<string>;
let options: NotifierOptions;
let store: TableStore;

beforeEach(async () => {
  tables = await startLiveTables();
  posted = [];
  ended = new Set();
  broken = new Set();
  options = {
    table: tables.table,
    titles: tables.titles,
    clock: tables.clock,
    onFailure: () => undefined,
    post: async (connection, messages) => {
      if (broken.has(connection)) throw new Error('throttled');
      posted.push(`${connection} ${messages.map((text) => JSON.parse(text).type).join('+')}`);
      return !ended.has(connection);
    },
  };
  store = new TableStore(tables.client, tables.cacheTable, NAMESPACE);
});
afterEach(() => tables.stop());

const watchers = async (title: Content, ...ids: string[]) => {
  for (const id of ids) {
    await tables.table.connect(id, `client of ${id}`);
    await tables.table.watch(id, title);
  }
};
const keyOf = async (connection: string) => {
  const { pk, sk } = (await tables.rows()).find((row) => row.sk === connection)!;
  return { pk, sk };
};
const send = (notice: Notice, invocation = 'one', signal = new AbortController().signal) =>
  notify(notice, options, { invocation, signal });
const leased = (owner: string, ms = 6_000) => {
  const now = tables.clock.now();
  const lease = { owner, until: now + ms, generation: 0 };
  return store.acquire('movie:550', { lease, seen: {}, required: 0, now });
};
const settled = () => new Promise((resolve) => setTimeout(resolve, 60));

test('each watcher of the title gets all events in their order, and nobody else any', async () => {
  await watchers(TITLE, 'a', 'b');
  await watchers(OTHER, 'c');
  const ready = { type: 'ready', title: TITLE, etag: '"1"' } as const;
  expect(await send({ content: TITLE, events: [PROGRESS, ready] })).toEqual({ posted: 2, ended: 0, failed: 0 });
  expect(posted.sort()).toEqual(['a progress+ready', 'b progress+ready']);
});

test('a dead socket costs one post: its rows are deleted', async () => {
  await watchers(TITLE, 'a', 'dead');
  ended.add('dead');
  expect(
    await send({ content: TITLE, events: [{ type: 'changed', title: TITLE, reason: 'refreshed' }] }),
  ).toMatchObject({
    posted: 1,
    ended: 1,
  });
  await send({ purged: { all: true } });
  expect(posted.filter((each) => each.startsWith('dead'))).toHaveLength(1);
  expect(JSON.stringify((await tables.rows()).map(({ sk }) => sk))).not.toContain('dead');
});

test('a post that fails keeps nobody else from being notified, and is counted', async () => {
  await watchers(TITLE, 'a', 'b', 'c');
  broken.add('b');
  expect(await send({ purged: { content: TITLE } })).toEqual({ posted: 2, ended: 0, failed: 1 });
  expect(await all(tables.table.watchersOf(TITLE))).toHaveLength(3);
});

test('a purge reaches those who watch what it covers', async () => {
  await watchers(TITLE, 'a');
  await watchers(OTHER, 'b');
  await watchers({ mediaType: 'tv', tmdbId: '7', season: 1, episode: 2 }, 'c');
  await send({ purged: { title: { mediaType: 'tv', tmdbId: '7' } } });
  expect(posted.splice(0)).toEqual(['c changed']);
  await send({ purged: { contents: [TITLE, OTHER] } });
  expect(posted.splice(0).sort()).toEqual(['a changed', 'b changed']);
  await send({ purged: { all: true } });
  expect(posted.sort()).toEqual(['a changed', 'b changed', 'c changed']);
});

test('steps that come after the end of their extraction reach nobody', async () => {
  await watchers(TITLE, 'a');
  await leased('owner');
  await send({ content: TITLE, events: [PROGRESS], owner: 'owner' });
  await store.release('movie:550', { owner: 'owner', outcome: 'unavailable' });
  await send({ content: TITLE, events: [PROGRESS], owner: 'owner' });
  expect(posted).toEqual(['a progress']);
});

test('the item of a title that is still watched is marked again, since an entry has replaced it', async () => {
  await watchers(TITLE, 'a');
  await send({ content: TITLE, events: [{ type: 'ready', title: TITLE, etag: '"1"' }] });
  expect((await tables.titles.read(TITLE)).watchedUntil).toBeGreaterThan(tables.clock.now());
  await send({ content: OTHER, events: [{ type: 'ready', title: OTHER, etag: '"1"' }] });
  expect(await tables.titles.read(OTHER)).not.toHaveProperty('watchedUntil');
});

/** Moves time, with room for the calls to the tables between. */
async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    await settled();
    await tables.clock.advance(1_000);
  }
  await settled();
}

test('when the holder of a watched extraction is killed, its watchers get one event: it has failed', async () => {
  await watchers(TITLE, 'a');
  await leased('killed');
  const following = [
    send({ content: TITLE, events: [], owner: 'killed', follow: true }, 'one'),
    send({ content: TITLE, events: [], owner: 'killed', follow: true }, 'two'),
  ];
  await pass(9);
  await Promise.all(following);
  expect(posted).toEqual(['a failed']);
});

test('an extraction that is renewed is followed to its end, and then nothing is posted', async () => {
  await watchers(TITLE, 'a');
  await leased('owner');
  const following = send({ content: TITLE, events: [], owner: 'owner', follow: true });
  for (let round = 0; round < 3; round++) {
    await pass(4);
    expect(await store.renew('movie:550', 'owner', tables.clock.now() + 6_000)).toBe(true);
  }
  await store.release('movie:550', { owner: 'owner', outcome: 'timeout' });
  await pass(3);
  await following;
  expect(posted).toEqual([]);
});

test('an invocation that is repeated goes on following; one whose time has passed ends', async () => {
  await leased('owner', 60_000);
  const signal = AbortSignal.abort();
  expect(await tables.titles.follow(TITLE, 'owner', 'one')).toBe(true);
  expect(await tables.titles.follow(TITLE, 'owner', 'one')).toBe(true);
  expect(await tables.titles.follow(TITLE, 'owner', 'two')).toBe(false);
  expect(await send({ content: TITLE, events: [], owner: 'owner', follow: true }, 'one', signal)).toMatchObject({
    posted: 0,
  });
});

test('a dead socket costs one post: also one whose watch is all that is left, and one that watches ten titles', async () => {
  await watchers(TITLE, 'orphan');
  await tables.client.send(new DeleteCommand({ TableName: 'live', Key: await keyOf('orphan') }));
  ended.add('orphan').add('dead');
  const ready = { type: 'ready', title: TITLE, etag: '"1"' } as const;
  for (let event = 0; event < 3; event++) await send({ content: TITLE, events: [ready] });
  expect(posted).toEqual(['orphan ready']);
  await tables.table.connect('dead', 'client');
  for (let id = 1; id <= 10; id++) await tables.table.watch('dead', { mediaType: 'movie', tmdbId: String(id) });
  for (let event = 0; event < 2; event++) await send({ purged: { all: true } });
  expect(posted).toEqual(['orphan ready', 'dead changed']);
});

test('a row that cannot be deleted repeats no notice', async () => {
  await watchers(TITLE, 'a', 'dead');
  ended.add('dead');
  const table = {
    watchersOf: (of: Content) => tables.table.watchersOf(of),
    watchers: () => tables.table.watchers(),
    disconnect: () => Promise.reject(new Error('throttled')),
  };
  options = { ...options, table };
  expect(await send({ purged: { content: TITLE } })).toEqual({ posted: 1, ended: 1, failed: 0 });
});

test('of 200 who watch one title each gets the same steps', async () => {
  const ids = Array.from({ length: 200 }, (_, n) => `many-${n}`);
  await watchers(TITLE, ...ids);
  expect(await send({ content: TITLE, events: [PROGRESS] })).toEqual({ posted: 200, ended: 0, failed: 0 });
  expect(posted.sort()).toEqual(ids.map((id) => `${id} progress`).sort());
});
