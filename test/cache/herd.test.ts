import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ReadOptions, StoredRecord } from '../../lambda/cache/shared-store.ts';
import { PurgeTable } from '../../lambda/cache/table/purge-table.ts';
import { TableStore } from '../../lambda/cache/table/table-store.ts';
import { type Clock, systemClock } from '../../lambda/clock.ts';
import { type CacheTable, DATABASES, nameOf as nameOfDatabase, TABLE } from './cache-table.ts';
import { Fleet, found, movie, nameOf, ScriptedProvider, taking } from './fleet.ts';

/*
 * A herd on real tables. All containers share this process and its connections, so their time runs slower than real
 * time: a queue for the process must not exceed their budgets.
 */

const SLOWER = 20;
const slowClock: Clock = {
  now: () => Date.now() / SLOWER,
  sleep: (ms, signal) => systemClock.sleep(ms * SLOWER, signal),
  setTimer: (ms, callback) => systemClock.setTimer(ms * SLOWER, callback),
};

for (const database of DATABASES) {
  (database.missing ? describe.skip : describe)(`on ${nameOfDatabase(database)}`, () => {
    let table: CacheTable;
    beforeAll(async () => {
      table = await database.start();
    });
    afterAll(() => table.stop());

    const fleetOf = (clock: Clock, namespace: string) => {
      const provider = new ScriptedProvider();
      const store = new CountingStore(table.client, TABLE, namespace);
      const purgeStore = new PurgeTable(table.client, TABLE, namespace);
      return { provider, store, fleet: new Fleet({ clock, store, purgeStore, provider, random: Math.random }) };
    };

    test('200 containers that want one uncached title make one provider call and 200 right answers', async () => {
      const { provider, store, fleet } = fleetOf(slowClock, 'herd');
      provider.answer = async ({ tmdbId }) => {
        await store.readBy(200);
        return found(`title-${tmdbId}`);
      };
      const answers = await Promise.all(fleet.containers(200).map((container) => container.get(movie('550'))));
      expect(provider.calls).toBe(1);
      expect(answers.map(nameOf)).toEqual(Array(200).fill('title-550'));
      expect(answers.filter(({ status }) => status.stored)).toHaveLength(1);
      expect(answers.every(({ status }) => status.tableErrors === 0)).toBe(true);
    });

    test('when the provider fails, all 200 report its one failure', async () => {
      const { provider, store, fleet } = fleetOf(slowClock, 'failure');
      provider.answer = async () => {
        await store.readBy(200);
        return { outcome: 'unavailable', retryAfter: 3 };
      };
      const answers = await Promise.all(fleet.containers(200).map((container) => container.get(movie('550'))));
      expect(provider.calls).toBe(1);
      expect(new Set(answers.map(({ result }) => result.result))).toEqual(new Set(['unavailable']));
    });

    test('when the holder is killed, one other takes over', async () => {
      const { provider, fleet } = fleetOf(systemClock, 'death');
      const holder = fleet.container(stoppedClock);
      provider.answer = async (content, deadline) =>
        provider.calls === 1
          ? new Promise(() => undefined)
          : taking(systemClock, 300, () => found('second'))(content, deadline);
      void holder.get(movie('550'));
      while (provider.calls === 0) await systemClock.sleep(5);
      const answers = await Promise.all(fleet.containers(20).map((container) => container.get(movie('550'))));
      expect(provider.calls).toBe(2);
      expect(answers.map(nameOf)).toEqual(Array(20).fill('second'));
    });
  });
}

/** Knows how many containers have taken their first look: the provider's answer comes when the whole herd is there. */
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

/** The clock of a container that is killed once it has the lease: none of its waits ends. */
const stoppedClock: Clock = {
  now: Date.now,
  sleep: () => new Promise(() => undefined),
  setTimer: () => () => undefined,
};
