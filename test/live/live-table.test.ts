import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Content } from '../../lambda/stream/content.ts';
import { all, type LiveTables, startLiveTables } from './live-tables.ts';

const HOUR = 3_600_000;
const movie = (tmdbId: string): Content => ({ mediaType: 'movie', tmdbId });
const episode = (season: number, number: number): Content => ({
  mediaType: 'tv',
  tmdbId: '1396',
  season,
  episode: number,
});

let tables: LiveTables;
beforeAll(async () => {
  tables = await startLiveTables();
});
afterAll(() => tables.stop());

describe('connections', () => {
  test('watch titles, and those who watch are found by content, by title and all together', async () => {
    const { table } = tables;
    for (const id of ['a', 'b']) expect(await table.connect(id, 'client')).toBe(true);
    expect(await table.watch('a', episode(1, 1))).toBe('watching');
    expect(await table.watch('a', episode(1, 11))).toBe('watching');
    expect(await table.watch('b', episode(1, 1))).toBe('watching');
    expect(await table.watch('b', movie('1396'))).toBe('watching');
    expect(await all(table.watchersOf(episode(1, 1)))).toEqual(['a tv:1396:1:1', 'b tv:1396:1:1']);
    expect(await all(table.watchersOf({ mediaType: 'tv', tmdbId: '1396' }))).toHaveLength(3);
    expect(await all(table.watchersOf(movie('1396')))).toEqual(['b movie:1396']);
    expect(await all(table.watchers())).toHaveLength(4);
    await table.unwatch('a', episode(1, 1));
    expect(await all(table.watchersOf(episode(1, 1)))).toEqual(['b tv:1396:1:1']);
    for (const id of ['a', 'b', 'unknown']) await table.disconnect(id);
    expect((await tables.rows()).filter(({ pk }) => !pk.startsWith('client#'))).toEqual([]);
  });

  test('watch ten titles at most, and one of them again', async () => {
    const { table } = tables;
    await table.connect('ten', 'client');
    for (let id = 1; id <= 10; id++) expect(await table.watch('ten', movie(String(id)))).toBe('watching');
    expect(await table.watch('ten', movie('11'))).toBe('full');
    expect(await table.watch('ten', movie('10'))).toBe('watching');
    await table.unwatch('ten', movie('1'));
    expect(await table.watch('ten', movie('11'))).toBe('watching');
    await table.disconnect('ten');
  });

  test('of one client are twenty at most, also when all ask at once; those that vanished do not count for ever', async () => {
    const { table, clock } = tables;
    const connected = await Promise.all(Array.from({ length: 40 }, (_, n) => table.connect(`many-${n}`, 'greedy')));
    expect(connected.filter(Boolean)).toHaveLength(20);
    expect(await table.connect('other', 'modest')).toBe(true);
    await clock.advance(2.5 * HOUR);
    expect(await table.connect('later', 'greedy')).toBe(true);
  });

  test('that are not known watch nothing', async () => {
    expect(await tables.table.watch('nobody', movie('1'))).toBe('spent');
    expect(await tables.table.unwatch('nobody', movie('1'))).toBe(false);
  });

  test('that never said goodbye are forgotten by 2 h 15, rows and all', async () => {
    const { table, clock, rows } = tables;
    await table.connect('silent', 'client');
    await table.watch('silent', movie('550'));
    await clock.advance(1.9 * HOUR);
    await table.watch('silent', movie('551'));
    expect(await all(table.watchersOf(movie('551')))).toEqual(['silent movie:551']);
    await clock.advance(0.35 * HOUR);
    expect(await all(table.watchersOf(movie('550')))).toEqual([]);
    expect(await all(table.watchersOf(movie('551')))).toEqual([]);
    expect(await all(table.watchers())).toEqual([]);
    expect(await table.watch('silent', movie('552'))).toBe('spent');
    // DynamoDB sweeps a row by its `ttl`.
    const now = clock.now() / 1000;
    expect((await rows()).filter(({ sk, ttl }) => String(sk).includes('silent') && ttl > now)).toEqual([]);
  });
});

describe('tickets', () => {
  test('are good once, for a minute, and are not in the table', async () => {
    const { table, clock, rows } = tables;
    const ticket = await table.issueTicket();
    expect(JSON.stringify(await rows())).not.toContain(ticket);
    expect(await Promise.all([1, 2, 3].map(() => table.redeemTicket(ticket)))).toContain(true);
    expect(await table.redeemTicket(ticket)).toBe(false);
    const late = await table.issueTicket();
    await clock.advance(61_000);
    expect(await table.redeemTicket(late)).toBe(false);
    expect(await table.redeemTicket('')).toBe(false);
  });

  test('redeemed by many at once admit one', async () => {
    const ticket = await tables.table.issueTicket();
    const admitted = await Promise.all(Array.from({ length: 20 }, () => tables.table.redeemTicket(ticket)));
    expect(admitted.filter(Boolean)).toHaveLength(1);
  });
});

describe('calls of one connection that overlap', () => {
  /** Runs something right before a write of a kind of row. */
  const pauseBefore = (isIt: (name: string, input: { Key?: { pk: string }; Item?: { pk: string } }) => boolean) => {
    const { client } = tables;
    const send = client.send.bind(client) as (...call: unknown[]) => Promise<unknown>;
    const waiting = Promise.withResolvers<void>();
    const going = Promise.withResolvers<void>();
    const paused = async (command: { constructor: { name: string }; input: object }, ...rest: unknown[]) => {
      if (isIt(command.constructor.name, command.input)) {
        client.send = send as typeof client.send;
        waiting.resolve();
        await going.promise;
      }
      return send(command, ...rest);
    };
    client.send = paused as unknown as typeof client.send;
    return { reached: waiting.promise, go: going.resolve };
  };
  const title = (name: string, input: { Key?: { pk: string } }) =>
    name === 'UpdateCommand' && input.Key?.pk.startsWith('title#') === true;
  const rowsOf = async (id: string) => (await tables.rows()).filter(({ sk }) => String(sk).includes(id));

  test('leave no watch of a connection that ended in the middle', async () => {
    const { table } = tables;
    await table.connect('ends', 'client');
    const { reached, go } = pauseBefore(title);
    const watching = table.watch('ends', movie('1'));
    await reached;
    await table.disconnect('ends');
    go();
    expect(await watching).toBe('spent');
    expect(await rowsOf('ends')).toEqual([]);
  });

  test('leave no watch of a title that is watched no more, and that of the last one', async () => {
    const { table } = tables;
    await table.connect('flips', 'client');
    const { reached, go } = pauseBefore(title);
    const first = table.watch('flips', movie('1'));
    await reached;
    await table.unwatch('flips', movie('1'));
    go();
    await first;
    expect(await all(table.watchersOf(movie('1')))).toEqual([]);
    const last = pauseBefore(title);
    const second = table.watch('flips', movie('1'));
    await last.reached;
    await table.unwatch('flips', movie('1'));
    await table.watch('flips', movie('1'));
    last.go();
    await second;
    expect(await all(table.watchersOf(movie('1')))).toEqual(['flips movie:1']);
    await table.disconnect('flips');
    expect(await rowsOf('flips')).toEqual([]);
  });

  test('a row that cannot be deleted keeps no other, and is deleted as what was read', async () => {
    const { table, client } = tables;
    await table.connect('half', 'client');
    for (const id of ['1', '2', '3']) await table.watch('half', movie(id));
    const send = client.send.bind(client) as (...call: unknown[]) => Promise<unknown>;
    client.send = (async (command: { input: { Key?: { pk: string } } }, ...rest: unknown[]) => {
      if (command.input.Key?.pk === 'title#movie:1') throw new Error('throttled');
      return send(command, ...rest);
    }) as typeof client.send;
    await expect(table.disconnect('half')).rejects.toThrow('throttled');
    client.send = send as typeof client.send;
    expect(await rowsOf('half')).toHaveLength(1);
    await table.disconnect('half', [movie('1')]);
    expect(await rowsOf('half')).toEqual([]);
  });

  test('one that changes its mind a hundred times is spent', async () => {
    const { table } = tables;
    await table.connect('restless', 'client');
    for (let change = 0; change < 50; change++) {
      await table.watch('restless', movie('1'));
      await table.unwatch('restless', movie('1'));
    }
    expect(await table.watch('restless', movie('1'))).toBe('spent');
    await table.disconnect('restless');
  });
});
