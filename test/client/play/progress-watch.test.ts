import { expect, test } from '@jest/globals';
import { FakeClock } from '../../support/fake-clock.ts';

// By an address: its types are a page's, and the project of the tests has none of these.
const { stallOf } = await import(new URL('../../../client/src/play/progress-watch.ts', import.meta.url).href);

/** A film of a minute, of which ten seconds have loaded. It plays what is there. */
function film() {
  const clock = new FakeClock();
  const began = clock.now();
  let loaded = 10;
  const video = {
    get currentTime() {
      return Math.min(loaded, (clock.now() - began) / 1000);
    },
    buffered: { length: 1, start: () => 0, end: () => loaded },
    ...{ readyState: 4, paused: false, ended: false, networkState: 2, duration: 60 },
  };
  return { clock, video, arrives: (seconds: number) => (loaded += seconds) };
}

/** Bytes that have arrived of a segment, this number each 250 ms from its beginning on. */
const segment = (clock: FakeClock, bytes: number, until = Number.POSITIVE_INFINITY) => {
  const began = clock.now();
  return new Map([['main', () => Math.floor(Math.min(until, clock.now() - began) / 250) * bytes]]);
};

async function watched(bytes: number, until?: number) {
  const { clock, video, arrives } = film();
  const loading = segment(clock, bytes, until);
  const began = clock.now();
  let ended: { reason: string; after: number } | undefined;
  const left = new AbortController();
  const options = { clock, patience: 8_000, loadsAhead: true, loading, onProgress: () => undefined };
  stallOf(video, options, left.signal).then(
    (reason: string) => (ended = { reason, after: clock.now() - began }),
    () => undefined,
  );
  return {
    /** In steps, as time passes. */
    pass: async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 250) await clock.advance(250);
    },
    arrives,
    ended: () => ended,
    leave: () => left.abort(),
  };
}

test.each([
  ['nothing', 0],
  ['next to nothing', 1],
])('a source of which %s arrives has ended when two seconds are left', async (_, bytes) => {
  const { pass, ended } = await watched(bytes);
  await pass(8_000);
  expect(ended()).toBeUndefined();
  await pass(500);
  expect(ended()).toMatchObject({ reason: 'nothing arrives any more' });
});

test('a segment that takes longer than what has loaded plays is waited for, as long as it arrives', async () => {
  const { pass, ended, arrives, leave } = await watched(30_000);
  await pass(15_000);
  expect(ended()).toBeUndefined();
  arrives(2);
  await pass(8_000);
  expect(ended()).toBeUndefined();
  leave();
});

test('a picture that has not moved for eight seconds has ended, whatever arrives', async () => {
  const { pass, ended } = await watched(30_000);
  await pass(19_000);
  expect(ended()).toMatchObject({ reason: 'the picture did not move any more' });
});

test('a host that falls silent in the middle of a segment has ended six seconds later', async () => {
  const { pass, ended } = await watched(30_000, 5_000);
  await pass(10_500);
  expect(ended()).toBeUndefined();
  await pass(1_500);
  expect(ended()).toMatchObject({ reason: 'nothing arrives any more', after: 11_000 });
});
