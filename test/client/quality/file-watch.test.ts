import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Sample } from '../../../client/src/quality/bandwidth-memory.ts';
import { type WatchedVideo, watchFile } from '../../../client/src/quality/file-watch.ts';
import { FakeClock } from '../../support/fake-clock.ts';

/** Bits per second that the file needs. */
const NEEDS = 2_000_000;
const LOOK_MS = 250;

let clock: FakeClock;
let ending: AbortController;
let samples: Sample[];
let stalls: (number | undefined)[];
let film: Film;

/** A video element of which the test decides what has arrived. */
class Film implements WatchedVideo {
  currentTime = 0;
  end = 0;
  paused = false;
  seeking = false;
  ended = false;
  readyState = 4;
  networkState = 2;
  duration = 600;
  get buffered() {
    return { length: 1, start: () => 0, end: () => this.end };
  }
}

beforeEach(() => {
  clock = new FakeClock();
  ending = new AbortController();
  [samples, stalls, film] = [[], [], new Film()];
  const watch = {
    video: film,
    url: 'https://media.example/film.mp4',
    bandwidth: NEEDS,
    clock,
    onSample: (sample: Sample) => samples.push(sample),
    onStall: (arriving: number | undefined) => stalls.push(arriving),
  };
  watchFile(watch, ending.signal).catch(() => undefined);
});
afterEach(() => ending.abort());

/** Lets time pass. By the second, a number of seconds of the film arrives, which is played as far as it is there. */
async function pass(seconds: number, arriving: number): Promise<void> {
  for (let look = 0; look < (seconds * 1000) / LOOK_MS; look += 1) {
    film.end += (arriving * LOOK_MS) / 1000;
    film.currentTime = Math.min(film.currentTime + LOOK_MS / 1000, film.end);
    film.readyState = film.currentTime < film.end ? 4 : 2;
    await clock.advance(LOOK_MS);
  }
}

const rates = () => samples.map(({ bits, ms }) => (bits * 1000) / ms);

test('what arrives is measured by how much longer the film becomes', async () => {
  await pass(4, 3);
  for (const rate of rates()) expect(rate).toBeCloseTo(3 * NEEDS);
  expect(samples.length).toBeGreaterThan(0);
  expect(stalls).toEqual([]);
});

test('a seek, a pause of the browser’s loading, and the end of the file are no measure', async () => {
  film.end = 100;
  await pass(4, 0.1);
  expect(samples).toEqual([]);
  film.currentTime = 300;
  film.end = 301;
  film.seeking = true;
  await pass(1, 1);
  film.seeking = false;
  film.duration = film.end;
  await pass(4, 0);
  expect(samples).toEqual([]);
});

test('while the browser loads nothing, as in a pause, nothing is measured, and what it loads then is', async () => {
  film.paused = true;
  film.networkState = 1;
  // What had arrived becomes known late, a little at a time.
  await pass(6, 0.2);
  film.networkState = 2;
  await pass(1, 3);
  film.networkState = 1;
  await pass(6, 0);
  expect(samples).toEqual([]);
  film.networkState = 2;
  await pass(3, 3);
  for (const rate of rates()) expect(rate).toBeCloseTo(3 * NEEDS);
  expect(samples.length).toBeGreaterThan(0);
});

test('a file that arrives more slowly than it plays has stalled for good at its first stop', async () => {
  await pass(2, 4);
  await pass(10, 0.5);
  expect(stalls.length).toBe(0);
  await pass(3, 0.5);
  expect(stalls.slice(0, 2)).toEqual([expect.any(Number), expect.any(Number)]);
  for (const arriving of stalls) expect(arriving).toBeLessThan(NEEDS);
});

test('a short stop on a line that carries the file is one stall, and a long one two', async () => {
  await pass(3, 1.2);
  film.currentTime = film.end;
  film.readyState = 2;
  await clock.advance(3 * LOOK_MS);
  expect(stalls).toHaveLength(1);
  await clock.advance(4 * LOOK_MS);
  expect(stalls).toHaveLength(2);
});

test('a pause of the viewer is no stall', async () => {
  await pass(2, 1.2);
  film.paused = true;
  film.readyState = 2;
  await clock.advance(20 * LOOK_MS);
  expect(stalls).toEqual([]);
});
