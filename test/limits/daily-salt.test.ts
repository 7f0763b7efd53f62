import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { clientOf } from '../../lambda/limits/client.ts';
import { DailySalt, type SaltStore } from '../../lambda/limits/daily-salt.ts';
import { SaltTable } from '../../lambda/limits/salt-table.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type RunningTable, startLimitTable, TABLE } from './limit-table.ts';

const MIDNIGHT = Date.UTC(2026, 10, 23);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ADDRESS = '203.0.113.9';

let table: RunningTable;
let clock: FakeClock;

beforeEach(async () => {
  table = await startLimitTable();
  clock = new FakeClock(MIDNIGHT + 12 * 60 * MINUTE);
});
afterEach(() => table.stop());

/** A container that reads tomorrow's salt `lead` of the five minutes ahead. */
const container = (store: SaltStore = new SaltTable(table.client, TABLE), lead = 0.5) =>
  new DailySalt({ store, clock, random: () => lead });

const hashIn = async (salts: DailySalt) => clientOf(ADDRESS, salts, clock.now());

/** A store that fails or hangs as a test sets it. */
function faultyStore(read: SaltStore['read']) {
  const real = new SaltTable(table.client, TABLE);
  const store = {
    reads: 0,
    fault: read as SaltStore['read'] | undefined,
    read: (day: string, signal: AbortSignal) => {
      store.reads += 1;
      return (store.fault ?? real.read.bind(real))(day, signal);
    },
    create: real.create.bind(real),
    delete: real.delete.bind(real),
  };
  return store;
}

const outage = () => Promise.reject(new Error('connect ECONNREFUSED'));

describe("the day's salt", () => {
  test('is the same in two containers, also when both make it at once', async () => {
    const [one, two] = [container(), container()];
    const hashes = await Promise.all([hashIn(one), hashIn(two), hashIn(container())]);
    expect(new Set(hashes.map(({ hash }) => hash)).size).toBe(1);
    expect(hashes.every(({ saltIsLocal }) => !saltIsLocal)).toBe(true);
  });

  test('is read as the container starts, before the first request', async () => {
    const { client, sent } = table.watchedClient();
    const salts = container(new SaltTable(client, TABLE));
    expect(sent).toEqual(['GetCommand']);
    await hashIn(salts);
    await hashIn(salts);
    expect(sent).toEqual(['GetCommand', 'UpdateCommand', 'DeleteCommand']);
  });

  test('is 32 random bytes that may be deleted ten minutes after the day', async () => {
    await hashIn(container());
    const item = await table.item('salt#2026-11-23');
    expect(item!.salt).toHaveLength(32);
    expect(item!.ttl).toBe((MIDNIGHT + DAY + 10 * MINUTE) / 1000);
    expect(new Set(item!.salt as Uint8Array).size).toBeGreaterThan(8);
  });

  test('turns at midnight, in every container to the same one', async () => {
    const [one, two] = [container(), container()];
    await hashIn(one);
    await clock.advance(MIDNIGHT + DAY - 1 - clock.now());
    const before = await hashIn(one);
    expect(await hashIn(two)).toEqual(before);
    await clock.advance(1);
    const after = await hashIn(one);
    expect(after.hash).not.toBe(before.hash);
    expect(await hashIn(two)).toEqual(after);
  });

  test('still hashes a request that began before midnight and is decided after it', async () => {
    const salts = container();
    const before = await hashIn(salts);
    await clock.advance(MIDNIGHT + DAY + MINUTE - clock.now());
    expect(await clientOf(ADDRESS, salts, MIDNIGHT + DAY - 1)).toEqual(before);
  });

  test('of tomorrow is read within the last five minutes only, at a moment of the container', async () => {
    const salts = container(undefined, 0.5);
    await hashIn(salts);
    await clock.advance(MIDNIGHT + DAY - 2.5 * MINUTE - 1 - clock.now());
    await salts.prepare(clock.now());
    expect(await table.keys()).toEqual(['salt#2026-11-23']);
    await clock.advance(1);
    await salts.prepare(clock.now());
    expect(await table.keys()).toEqual(['salt#2026-11-23', 'salt#2026-11-24']);
  });

  test('hashes to 128 bits that do not contain the address', async () => {
    const { hash } = await hashIn(container());
    expect(Buffer.from(hash, 'base64url')).toHaveLength(16);
    expect(await table.dump()).not.toContain(ADDRESS);
  });
});

describe('a day that has ended', () => {
  test('gets no salt any more', async () => {
    const salts = container();
    await hashIn(salts);
    const yesterday = await clientOf(ADDRESS, salts, MIDNIGHT - 1);
    expect(yesterday.saltIsLocal).toBe(true);
    expect(await table.keys()).toEqual(['salt#2026-11-23']);
  });

  test('gets none when the read that found nothing began before midnight', async () => {
    clock = new FakeClock(MIDNIGHT + DAY - 10);
    const store = faultyStore(async () => {
      await clock.sleep(20);
      return undefined;
    });
    const salts = container(store);
    const hashing = hashIn(salts);
    await clock.advance(20);
    expect((await hashing).saltIsLocal).toBe(true);
    expect(await table.keys()).toEqual([]);
  });

  test('cannot be hashed again from ten past midnight on, though its item is still stored', async () => {
    const salts = container();
    const old = await hashIn(salts);
    await clock.advance(MIDNIGHT + DAY + 10 * MINUTE - 1 - clock.now());
    expect(await clientOf(ADDRESS, salts, MIDNIGHT + DAY - 1)).toEqual(old);
    await clock.advance(1);
    expect(await table.keys()).toContain('salt#2026-11-23');
    for (const any of [salts, container()]) {
      const again = await clientOf(ADDRESS, any, MIDNIGHT + DAY - 1);
      expect(again).toMatchObject({ saltIsLocal: true });
      expect(again.hash).not.toBe(old.hash);
    }
  });

  test('loses its item with the first request after ten minutes past midnight', async () => {
    const salts = container();
    await hashIn(salts);
    await clock.advance(MIDNIGHT + DAY + 10 * MINUTE - 1 - clock.now());
    await hashIn(salts);
    expect(await table.keys()).toEqual(['salt#2026-11-23', 'salt#2026-11-24']);
    await clock.advance(1);
    await hashIn(salts);
    while ((await table.keys()).length > 1) await clock.advance(0);
    expect(await table.keys()).toEqual(['salt#2026-11-24']);
  });

  test('loses its item when the salt after the next is made, however late DynamoDB sweeps', async () => {
    const key = 'salt#2026-11-22';
    await table.client.send(new PutCommand({ TableName: TABLE, Item: { pk: key, salt: Buffer.alloc(32, 1), ttl: 1 } }));
    const salts = container(undefined, 0.99);
    await hashIn(salts);
    expect(await table.keys()).toContain(key);
    await clock.advance(MIDNIGHT + DAY - MINUTE - clock.now());
    await salts.prepare(clock.now());
    expect(await table.keys()).toEqual(['salt#2026-11-23', 'salt#2026-11-24']);
  });
});

describe('when the salt cannot be read', () => {
  test('the container hashes with its own random one, marked, that no other has', async () => {
    const [one, two] = [container(faultyStore(outage)), container(faultyStore(outage))];
    const first = await hashIn(one);
    expect(first.saltIsLocal).toBe(true);
    expect(await hashIn(one)).toEqual(first);
    expect((await hashIn(two)).hash).not.toBe(first.hash);
  });

  test('it is read again after half a minute, not by each request, and the shared one is used then', async () => {
    const store = faultyStore(outage);
    const salts = container(store);
    for (let request = 0; request < 5; request += 1) await hashIn(salts);
    expect(store.reads).toBe(1);
    store.fault = undefined;
    await clock.advance(29_999);
    expect((await hashIn(salts)).saltIsLocal).toBe(true);
    await clock.advance(1);
    expect(await hashIn(salts)).toEqual(await hashIn(container()));
    expect(store.reads).toBe(2);
  });

  test('a read that hangs is waited for one second at first and 250 ms later', async () => {
    const store = faultyStore(() => new Promise<never>(() => undefined));
    const salts = container(store);
    for (const wait of [1_000, 250]) {
      let done = false;
      const hashing = hashIn(salts).then((client) => {
        done = true;
        return client;
      });
      await clock.advance(wait - 1);
      expect(done).toBe(false);
      await clock.advance(1);
      expect((await hashing).saltIsLocal).toBe(true);
      await clock.advance(30_000);
    }
    expect(store.reads).toBe(2);
  });

  test('a container that was frozen during its read reads again, and does not count it as a failure', async () => {
    let slept = 0;
    const frozen = {
      now: () => clock.now() + slept,
      setTimer: clock.setTimer.bind(clock),
      sleep: clock.sleep.bind(clock),
    };
    const store = faultyStore(() => new Promise<never>(() => undefined));
    const salts = new DailySalt({ store, clock: frozen, random: () => 0.5 });
    slept = 3 * MINUTE;
    store.fault = undefined;
    const hashing = hashIn(salts);
    await clock.advance(1_000);
    expect(await hashing).toEqual(await hashIn(container()));
    expect(store.reads).toBe(2);
  });

  test.each([
    [999, true, 1],
    [1_000, false, 2],
  ])('a read of twice its time was frozen, a shorter one was slow (%i ms more)', async (slept, saltIsLocal, reads) => {
    let late = 0;
    const frozen = {
      now: () => clock.now() + late,
      setTimer: clock.setTimer.bind(clock),
      sleep: clock.sleep.bind(clock),
    };
    const store = faultyStore(() => new Promise<never>(() => undefined));
    const salts = new DailySalt({ store, clock: frozen, random: () => 0.5 });
    late = slept;
    store.fault = undefined;
    const hashing = hashIn(salts);
    await clock.advance(1_000);
    expect((await hashing).saltIsLocal).toBe(saltIsLocal);
    expect(store.reads).toBe(reads);
  });

  test('an item that holds no salt counts as unreadable', async () => {
    const Item = { pk: 'salt#2026-11-23', salt: 42 };
    await table.client.send(new PutCommand({ TableName: TABLE, Item }));
    expect((await hashIn(container())).saltIsLocal).toBe(true);
  });

  test('a local salt does not outlive its day either', async () => {
    const salts = container(faultyStore(outage));
    const before = await hashIn(salts);
    await clock.advance(DAY);
    expect((await hashIn(salts)).hash).not.toBe(before.hash);
  });
});
