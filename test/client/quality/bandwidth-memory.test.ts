import { expect, test } from '@jest/globals';
import { createDeviceMemory } from '../../../client/src/preference/device-memory.ts';
import { BandwidthMemory } from '../../../client/src/quality/bandwidth-memory.ts';
import { MemoryStorage } from '../memory-storage.ts';

const DAY = 86_400_000;
const MEGABIT = 1_000_000;
/** A segment that took half a second. */
const segmentAt = (rate: number) => ({ bits: rate / 2, ms: 500 });

let now = 0;
const memoryOf = (storage = new MemoryStorage()) => new BandwidthMemory(createDeviceMemory(storage), () => now);

test('what was measured is known in the next visit', () => {
  const storage = new MemoryStorage();
  memoryOf(storage).add(segmentAt(20 * MEGABIT));
  expect(memoryOf(storage).estimate).toBeCloseTo(20 * MEGABIT);
});

test('what was measured a day ago counts half of what is measured now', () => {
  now = 0;
  const fresh = memoryOf();
  fresh.add({ bits: 4 * 20 * MEGABIT, ms: 4_000 });
  now = DAY;
  fresh.add({ bits: 2 * 2 * MEGABIT, ms: 2_000 });
  expect(fresh.estimate).toBeCloseTo(11 * MEGABIT);
});

test('what was measured weeks ago says nothing any more', () => {
  now = 0;
  const old = memoryOf();
  old.add(segmentAt(20 * MEGABIT));
  now = 30 * DAY;
  expect(old.estimate).toBeUndefined();
});

test('a line that falls is known after a few seconds of loading, and one that rises after some segments', () => {
  const memory = memoryOf();
  for (let count = 0; count < 20; count += 1) memory.add(segmentAt(20 * MEGABIT));
  memory.add({ bits: 6 * MEGABIT, ms: 6_000 });
  expect(memory.estimate).toBeCloseTo(MEGABIT);
  for (let count = 0; count < 12; count += 1) memory.add({ bits: 1_600_000, ms: 80 });
  expect(memory.estimate).toBeGreaterThan(10 * MEGABIT);
});

test('small loads, and those that no line can bring, are left out', () => {
  const memory = memoryOf();
  memory.add({ bits: 8_000, ms: 1 });
  memory.add({ bits: 40 * MEGABIT, ms: 1 });
  memory.add({ bits: 40 * MEGABIT, ms: 0 });
  expect(memory.estimate).toBeUndefined();
});

test('each kind of connection has its own estimate, where the browser knows it', () => {
  const connection = { type: 'wifi' };
  const { navigator } = globalThis;
  Object.defineProperty(globalThis, 'navigator', { value: { connection }, configurable: true });
  try {
    const memory = memoryOf();
    memory.add(segmentAt(20 * MEGABIT));
    connection.type = 'cellular';
    expect(memory.estimate).toBeUndefined();
    memory.add(segmentAt(2 * MEGABIT));
    connection.type = 'wifi';
    expect(memory.estimate).toBeCloseTo(20 * MEGABIT);
  } finally {
    Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
  }
});

test('a storage with something else in it counts as an empty one', () => {
  const storage = new MemoryStorage();
  for (const text of ['{', '7', '{"unknown":7}', '{"unknown":{"rate":"x","weight":1,"at":0}}']) {
    storage.setItem('@stream-api/viewer:1:bandwidth', text);
    expect(memoryOf(storage).estimate).toBeUndefined();
  }
});
