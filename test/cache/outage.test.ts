import { beforeEach, describe, expect, test } from '@jest/globals';
import { FakeClock } from '../support/fake-clock.ts';
import {
  type Answer,
  type Container,
  DEADLINE_MS,
  Fleet,
  found,
  LIFETIMES,
  movie,
  nameOf,
  ScriptedProvider,
  taking,
} from './fleet.ts';
import { MemoryStores } from './memory-stores.ts';

const TITLE = movie('550');
const OTHER = movie('551');

let clock: FakeClock;
let stores: MemoryStores;
let provider: ScriptedProvider;
let fleet: Fleet;
let container: Container;

beforeEach(async () => {
  clock = new FakeClock();
  stores = new MemoryStores();
  provider = new ScriptedProvider();
  fleet = new Fleet({ clock, store: stores, purgeStore: stores, provider });
  container = fleet.container();
  await container.get(TITLE);
});

/** The answer, and how many milliseconds it took. */
async function timed(getting: Promise<Answer>): Promise<Answer & { took: number }> {
  const began = clock.now();
  const answered = getting.then((answer) => ({ ...answer, took: clock.now() - began }));
  await clock.advance(10_000);
  return answered;
}

describe.each(['refusing', 'hanging'] as const)('with a table that is %s', (weather) => {
  test('memory serves, and the status says that the purges are unknown only when they were due', async () => {
    stores.weather = weather;
    const known = await container.get(TITLE);
    expect(known.status).toMatchObject({ tier: 'memory', outcome: 'fresh', purgesUnknown: false, tableErrors: 0 });
    await clock.advance(4_001);
    const { took, status } = await timed(container.get(TITLE));
    expect(took).toBeLessThanOrEqual(1_000);
    expect(status).toMatchObject({ tier: 'memory', outcome: 'fresh', purgesUnknown: true });
  });

  test('a stale answer in memory is served, without a refresh', async () => {
    await clock.advance(LIFETIMES.freshMs);
    stores.weather = weather;
    const { took, status } = await timed(container.get(TITLE));
    expect(took).toBeLessThanOrEqual(1_000);
    expect(status).toMatchObject({ tier: 'memory', outcome: 'stale', refresh: 'failed', tableErrors: 1 });
  });

  test('an absent answer comes from the provider and stays in memory', async () => {
    stores.weather = weather;
    const { took, status, result } = await timed(container.get(OTHER));
    expect(result.result).toBe('answer');
    expect(took).toBeLessThanOrEqual(3_000);
    expect(status).toMatchObject({ outcome: 'extracted', stored: false });
    expect(status.tableErrors).toBeGreaterThan(0);
    expect((await timed(container.get(OTHER))).status.tier).toBe('memory');
  });

  test('one that breaks while an extraction runs costs its answer less than a second', async () => {
    provider.answer = taking(clock, 3_000, () => found('it'));
    const getting = container.get(OTHER);
    await clock.advance(2_900);
    stores.weather = weather;
    const { took, status, ...answer } = await timed(getting);
    expect(nameOf({ status, ...answer })).toBe('it');
    expect(took).toBeLessThanOrEqual(100 + 1_000);
    expect(status).toMatchObject({ stored: false, tableErrors: 1 });
  });

  test('requests that wait keep waiting, and extract nothing by themselves', async () => {
    provider.answer = taking(clock, 4_000, () => found('it'));
    const holder = fleet.container().get(OTHER);
    await clock.advance(50);
    const waiting = Promise.all(fleet.containers(10).map((each) => each.get(OTHER)));
    await clock.advance(200);
    stores.weather = weather;
    await clock.advance(1_500);
    stores.weather = 'fine';
    await clock.advance(9_000);
    expect(nameOf(await holder)).toBe('it');
    const answers = await waiting;
    expect(new Set(answers.map(nameOf))).toEqual(new Set(['it']));
    expect(provider.calls).toBe(2);
  });

  test('requests that wait in vain end with a Retry-After, not with a provider call', async () => {
    provider.answer = taking(clock, 4_000, () => found('it'));
    void fleet.container().get(OTHER);
    await clock.advance(50);
    const waiting = Promise.all(fleet.containers(10).map((each) => each.get(OTHER)));
    await clock.advance(200);
    stores.weather = weather;
    await clock.advance(15_000);
    const answers = await waiting;
    expect(new Set(answers.map(({ result }) => result.result))).toEqual(new Set(['unavailable']));
    expect(answers.every(({ status }) => status.tableErrors > 0)).toBe(true);
    expect(provider.calls).toBe(2);
  });

  test('a stale answer that the table has again when the extraction has failed is a stale one', async () => {
    await clock.advance(LIFETIMES.freshMs);
    provider.answer = taking(clock, 40_000, () => found('late'));
    stores.weather = weather;
    const getting = fleet.container().get(TITLE);
    await clock.advance(5_000);
    stores.weather = 'fine';
    await clock.advance(DEADLINE_MS);
    const { result, status } = await getting;
    expect(result.result).toBe('answer');
    expect(status).toMatchObject({ tier: 'table', outcome: 'stale', negative: false });
  });

  test('once the table is back, so is the shared tier', async () => {
    stores.weather = weather;
    await timed(container.get(OTHER));
    stores.weather = 'fine';
    await clock.advance(LIFETIMES.freshMs);
    // Stale in this container's memory, absent in the table: the refresh stores it for all.
    expect((await container.get(OTHER)).status).toMatchObject({ outcome: 'stale', refresh: 'started' });
    await clock.advance(0);
    expect((await fleet.container().get(OTHER)).status).toMatchObject({ tier: 'table', outcome: 'fresh' });
  });
});

test('a table that can be read but not written costs no answer', async () => {
  const refuse = async () => {
    throw new Error('throttled');
  };
  stores.acquire = refuse;
  const { result, status } = await fleet.container().get(OTHER);
  expect(result.result).toBe('answer');
  expect(status).toMatchObject({ outcome: 'extracted', stored: false, tableErrors: 1 });
});

test('a request that has waited for a killed holder does not fall back to an extraction without a lease', async () => {
  provider.answer = () => new Promise(() => undefined);
  stores.renew = async () => false;
  void fleet.container().get(OTHER);
  await clock.advance(50);
  const waiting = Promise.all(fleet.containers(10).map((each) => each.get(OTHER)));
  await clock.advance(100);
  stores.acquire = async () => {
    throw new Error('throttled');
  };
  await clock.advance(10_000);
  expect(new Set((await waiting).map(({ result }) => result.result))).toEqual(new Set(['unavailable']));
  expect(provider.calls).toBe(2);
});

test('a lease whose acknowledgement was lost still stores its answer', async () => {
  const acquire = stores.acquire.bind(stores);
  stores.acquire = async (...parameters) => {
    await acquire(...parameters);
    throw new Error('The answer was lost on the way');
  };
  const { status } = await fleet.container().get(OTHER);
  expect(status).toMatchObject({ outcome: 'extracted', stored: true, tableErrors: 1 });
});

test('a request that lost the race waits, even when the table fails right afterwards', async () => {
  provider.answer = taking(clock, 2_000, () => found('it'));
  const read = stores.read.bind(stores);
  const answers = Promise.all(fleet.containers(20).map((each) => each.get(OTHER)));
  // Every read after the first of each container fails for a second.
  let failing = true;
  stores.read = async (key, options) => {
    if (failing && options?.consistent) throw new Error('throttled');
    return read(key, options);
  };
  await clock.advance(1_000);
  failing = false;
  await clock.advance(5_000);
  expect(new Set((await answers).map(nameOf))).toEqual(new Set(['it']));
  expect(provider.calls).toBe(2);
});
