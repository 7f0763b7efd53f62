import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PurgeTable } from '../../lambda/cache/purge-table.ts';
import type { ReadOptions, StoredRecord } from '../../lambda/cache/shared-store.ts';
import { TableStore } from '../../lambda/cache/table-store.ts';
import { type Clock, systemClock } from '../../lambda/clock.ts';
import { type CacheTable, DATABASES, nameOf as nameOfDatabase, TABLE } from './cache-table.ts';
import { Fleet, found, movie, nameOf, ScriptedUpstream, taking } from './fleet.ts';

/*
 * A herd on real tables. All containers share this one process and its connections, so time runs slower for them than
 * it does: a queue here is not what a budget of theirs is about.
 */

const SLOWER = 20;
const slowClock: Clock = {
  now: () => Date.now() / SLOWER,
  sleep: (ms, signal) => systemClock.sleep(ms * SLOWER, signal),
  setTimer: (ms, ring) => systemClock.setTimer(ms * SLOWER, ring),
};

for (const database of DATABASES) {
  (database.missing ? describe.skip : describe)(`on ${nameOfDatabase(database)}`, () => {
    let table: CacheTable;
    beforeAll(async () => {
      table = await database.start();
    });
    afterAll(() => table.stop());

    const fleetOf = (clock: Clock, namespace: string) => {
      const upstream = new ScriptedUpstream();
      const store = new CountingStore(table.client, TABLE, namespace);
      const purgeStore = new PurgeTable(table.client, TABLE, namespace);
      return { upstream, store, fleet: new Fleet({ clock, store, purgeStore, upstream, random: Math.random }) };
    };

    test('200 containers that ask for one uncached title at once make one upstream call and have 200 right answers', async () => {
      const { upstream, store, fleet } = fleetOf(slowClock, 'herd');
      upstream.answer = async ({ tmdbId }) => {
        await store.readBy(200);
        return found(`title-${tmdbId}`);
      };
      const answers = await Promise.all(fleet.containers(200).map((container) => container.get(movie('550'))));
      expect(upstream.calls).toBe(1);
      expect(answers.map(nameOf)).toEqual(Array(200).fill('title-550'));
      expect(answers.filter(({ status }) => status.stored)).toHaveLength(1);
      expect(answers.every(({ status }) => status.tableErrors === 0)).toBe(true);
    });

    test('when the upstream fails, all 200 learn it from one failure', async () => {
      const { upstream, store, fleet } = fleetOf(slowClock, 'failure');
      upstream.answer = async () => {
        await store.readBy(200);
        return { outcome: 'unavailable', retryAfter: 3 };
      };
      const answers = await Promise.all(fleet.containers(200).map((container) => container.get(movie('550'))));
      expect(upstream.calls).toBe(1);
      expect(new Set(answers.map(({ result }) => result.result))).toEqual(new Set(['unavailable']));
    });

    test('when the holder dies, one other takes over', async () => {
      const { upstream, fleet } = fleetOf(systemClock, 'death');
      const holder = fleet.container(stoppedClock);
      upstream.answer = async (content, deadline) =>
        upstream.calls === 1
          ? new Promise(() => undefined)
          : taking(systemClock, 300, () => found('second'))(content, deadline);
      void holder.get(movie('550'));
      while (upstream.calls === 0) await systemClock.sleep(5);
      const answers = await Promise.all(fleet.containers(20).map((container) => container.get(movie('550'))));
      expect(upstream.calls).toBe(2);
      expect(answers.map(nameOf)).toEqual(Array(20).fill('second'));
    });
  });
}

/** Knows how many containers have taken their first look: the upstream's answer comes when the whole herd is there. */
class CountingStore extends TableStore {
  #read = 0;

  override async read(key: string, options: ReadOptions = {}): Promise<StoredRecord> {
    const record = await super.read(key, options);
    if (!options.consistent) this.#read += 1;
    return record;
  }

  async readBy(containers: number): Promise<void> {
    while (this.#read < containers) await systemClock.sleep(10);
  }
}

/** The clock of a container that dies once it has the lease: nothing it waits for ever comes. */
const stoppedClock: Clock = {
  now: Date.now,
  sleep: () => new Promise(() => undefined),
  setTimer: () => () => undefined,
};
