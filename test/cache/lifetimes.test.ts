import { beforeEach, describe, expect, test } from '@jest/globals';
import { newCacheStatus } from '../../lambda/cache/cache-status.ts';
import { createDeadline } from '../../lambda/deadline.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { Fleet, HOUR, LIFETIMES, MINUTE, movie, nameOf, ScriptedProvider } from './fleet.ts';
import { MemoryStores } from './memory-stores.ts';

const TITLE = movie('550');
const FRESH = LIFETIMES.freshMs;
const STALE = FRESH + LIFETIMES.staleMs;

let clock: FakeClock;
let stores: MemoryStores;
let provider: ScriptedProvider;
let fleet: Fleet;

beforeEach(() => {
  clock = new FakeClock();
  stores = new MemoryStores();
  provider = new ScriptedProvider();
  fleet = new Fleet({ clock, store: stores, purgeStore: stores, provider });
  fleet.holdEvents = true;
});

describe('an answer of 30 minutes and one hour', () => {
  test('is fresh, stale and expired at the exact milliseconds in the table', async () => {
    const stored = await fleet.container().get(TITLE);
    expect(stored.status).toMatchObject({ tier: 'provider', outcome: 'extracted', stored: true });
    await clock.advance(FRESH - 1);
    expect((await fleet.container().get(TITLE)).status).toMatchObject({ tier: 'table', outcome: 'fresh' });
    await clock.advance(1);
    expect((await fleet.container().get(TITLE)).status).toMatchObject({ outcome: 'stale', refresh: 'started' });
    await clock.advance(STALE - FRESH - 1);
    const last = await fleet.container().get(TITLE);
    expect(last.status).toMatchObject({ tier: 'table', outcome: 'stale' });
    expect(nameOf(last)).toBe('answer-1');
    expect(provider.calls).toBe(1);
    await clock.advance(1);
    // The refresh that never ran has its lease for six seconds more; a request that waits for it then extracts.
    const expired = fleet.container().get(TITLE);
    await clock.advance(10_000);
    expect(nameOf(await expired)).toBe('answer-2');
  });

  test('is fresh, stale and expired at the exact milliseconds in memory', async () => {
    const container = fleet.container();
    await container.get(TITLE);
    stores.weather = 'refusing';
    await clock.advance(FRESH - 1);
    expect((await container.get(TITLE)).status).toMatchObject({ tier: 'memory', outcome: 'fresh' });
    await clock.advance(1);
    expect((await container.get(TITLE)).status).toMatchObject({ tier: 'memory', outcome: 'stale' });
    await clock.advance(STALE - FRESH - 1);
    expect((await container.get(TITLE)).status).toMatchObject({ tier: 'memory', outcome: 'stale' });
    expect(provider.calls).toBe(1);
    await clock.advance(1);
    expect((await container.get(TITLE)).status).toMatchObject({ tier: 'provider', outcome: 'extracted' });
  });

  test('is not prolonged by hits', async () => {
    const container = fleet.container();
    await container.get(TITLE);
    for (let minute = 0; minute < 29; minute++) {
      await clock.advance(MINUTE);
      expect((await container.get(TITLE)).status.outcome).toBe('fresh');
    }
    await clock.advance(MINUTE);
    expect((await container.get(TITLE)).status.outcome).toBe('stale');
    await clock.advance(HOUR);
    expect(container.memory.get('movie:550', clock.now())).toBeUndefined();
  });

  test('is refreshed once, and the new one is served to all', async () => {
    fleet.holdEvents = false;
    const [a, b] = fleet.containers(2);
    await a!.get(TITLE);
    await clock.advance(FRESH);
    expect(nameOf(await a!.get(TITLE))).toBe('answer-1');
    await clock.advance(0);
    expect(fleet.refreshed).toEqual(['stored']);
    expect(nameOf(await b!.get(TITLE))).toBe('answer-2');
    // The old one in memory is stale, so the table is asked and has a newer one.
    expect(nameOf(await a!.get(TITLE))).toBe('answer-2');
    expect(provider.calls).toBe(2);
  });
});

describe('a not-found', () => {
  test('is remembered for 60 s in both tiers, then asked for again', async () => {
    provider.answer = () => ({ outcome: 'not-found' });
    const [a, b] = fleet.containers(2);
    expect((await a!.get(TITLE)).result.result).toBe('not-found');
    await clock.advance(MINUTE - 1);
    expect((await a!.get(TITLE)).status).toMatchObject({ tier: 'memory', outcome: 'fresh', negative: true });
    expect((await b!.get(TITLE)).status).toMatchObject({ tier: 'table', outcome: 'fresh', negative: true });
    await clock.advance(1);
    expect((await b!.get(TITLE)).status).toMatchObject({ tier: 'provider', outcome: 'extracted', negative: true });
    expect(provider.calls).toBe(2);
  });

  test('that replaced an answer is not undone by copies of the answer in memory', async () => {
    fleet.holdEvents = false;
    const [a, b] = fleet.containers(2);
    await a!.get(TITLE);
    await b!.get(TITLE);
    provider.answer = () => ({ outcome: 'not-found' });
    await clock.advance(FRESH);
    await a!.get(TITLE);
    await clock.advance(2 * MINUTE);
    // The not-found has expired and the copy is within its stale window, but the title is known to be unavailable.
    expect((await b!.get(TITLE)).result.result).toBe('not-found');
  });
});

test('a failure is never an answer, and costs no other title its own', async () => {
  provider.answer = ({ tmdbId }) =>
    tmdbId === '550' ? { outcome: 'unavailable', retryAfter: 9 } : { outcome: 'not-found' };
  const container = fleet.container();
  const { result, status } = await container.get(TITLE);
  expect(result).toEqual({ result: 'unavailable', retryAfter: 9 });
  expect(status).toMatchObject({ outcome: 'failed', stored: false });
  expect(stores.record('movie:550').entry).toBeUndefined();
  expect((await container.get(movie('551'))).result.result).toBe('not-found');
});

describe('a refused client', () => {
  test('gets nothing, and nothing is written, extracted or counted as a fault', async () => {
    const refusal = new Error('over the limit');
    // The refusal comes while the table is still being read.
    stores.weather = 'hanging';
    const status = newCacheStatus();
    const deadline = () => createDeadline(clock, clock.now() + 26_000);
    const getting = fleet.container().cache.get(TITLE, { allowed: Promise.reject(refusal), deadline }, status);
    await expect(getting).rejects.toBe(refusal);
    await clock.advance(5_000);
    expect(status).toMatchObject({ tableErrors: 0, purgesUnknown: false });
    expect([stores.count('acquire'), stores.count('put'), provider.calls]).toEqual([0, 0, 0]);
  });

  test('nor is a fresh answer in memory used before it is allowed', async () => {
    const container = fleet.container();
    await container.get(TITLE);
    const refusal = new Error('over the limit');
    await expect(container.get(TITLE, { allowed: Promise.reject(refusal) })).rejects.toBe(refusal);
  });
});

test('memory holds no more bytes than it may, and evicts the least recently used', async () => {
  const container = fleet.container(clock, 2_000);
  await container.get(movie('1'));
  await container.get(movie('2'));
  expect(container.memory.size).toBe(2);
  await container.get(movie('1'));
  await container.get(movie('3'));
  expect(container.memory.bytes).toBeLessThanOrEqual(2_000);
  expect((await container.get(movie('1'))).status.tier).toBe('memory');
  expect((await container.get(movie('2'))).status.tier).toBe('table');
});
