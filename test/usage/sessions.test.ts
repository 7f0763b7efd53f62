import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { Source } from '../../client/src/answer.ts';
import { recordsOf } from '../../lambda/usage/player-record.ts';
import { contributionsOf } from '../../lambda/usage/viewing.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { body } from './player.ts';

/* One viewing is one session: the SDK's records over a video element whose page, browser and sources do what they may. */

// Code of pages, which this folder's compiler does not know.
const { startViewing } = await import(new URL('../../client/src/usage/viewing.ts', import.meta.url).href);

const T0 = 1_795_700_000_000;
const INTERVAL_S = 5;

let bodies: string[];
const realFetch = globalThis.fetch;
beforeEach(() => {
  bodies = [];
  globalThis.fetch = jest.fn(async (_url: unknown, init?: { body?: unknown }) => {
    bodies.push(String(init?.body));
    return new Response(null, { status: 204 });
  }) as typeof fetch;
});
afterEach(() => {
  globalThis.fetch = realFetch;
});

interface Course {
  readonly autoplay: boolean;
  /** Milliseconds until each source fails that is tried before one plays. */
  readonly failures: readonly number[];
  /** The browser refuses to play by itself. */
  readonly isRefused: boolean;
  /** Milliseconds until the press on play; absent where it never comes. */
  readonly pressedAfter: number | undefined;
  /** Milliseconds of each source that plays. */
  readonly plays: readonly number[];
}

const time = fc.integer({ min: 1, max: 25_000 });
const course: fc.Arbitrary<Course> = fc.record({
  autoplay: fc.boolean(),
  // Two minutes in all would be no start that somebody waited for.
  failures: fc.array(fc.integer({ min: 1, max: 7_000 }), { maxLength: 12 }),
  isRefused: fc.boolean(),
  pressedAfter: fc.option(time, { nil: undefined }),
  plays: fc.array(time, { minLength: 1, maxLength: 4 }),
});

/** Plays a course, and leaves what was posted in `bodies`. */
async function watch({ autoplay, failures, isRefused, pressedAfter, plays }: Course): Promise<void> {
  const clock = new FakeClock(T0);
  const video = Object.assign(new EventTarget(), { paused: true, readyState: 0, videoHeight: 720, videoWidth: 1280 });
  const ending = new AbortController();
  const viewing = startViewing({
    video,
    client: { baseUrl: 'https://api.example' },
    request: { tmdbId: '1', mediaType: 'movie' },
    begunAt: T0,
    autoplay,
    clock,
    signal: ending.signal,
    interval: INTERVAL_S,
  });
  let count = 0;
  const next = () =>
    ({ id: `source-${count++}`, url: 'https://media.example/v.mp4', type: 'mp4' }) as unknown as Source;
  const happens = (event: string, state: object) => {
    Object.assign(video, state);
    video.dispatchEvent(new Event(event));
  };
  let source = next();
  viewing.opened({ source, player: undefined });
  for (const ms of failures) {
    await clock.advance(ms);
    viewing.failed(source, 'timeout');
    source = next();
    viewing.opened({ source, player: undefined });
  }
  let mayPlay = true;
  if (!autoplay || isRefused) {
    happens('loadeddata', { readyState: 4 });
    mayPlay = pressedAfter !== undefined;
    await clock.advance(pressedAfter ?? 60_000);
    if (mayPlay) happens('play', { paused: false });
  }
  if (mayPlay) {
    for (const [index, ms] of plays.entries()) {
      if (index > 0) viewing.opened({ source: next(), player: undefined });
      await clock.advance(300);
      happens('playing', { readyState: 4, paused: false });
      await clock.advance(ms);
    }
  }
  ending.abort();
  await clock.advance(0);
}

const sessionsOf = (contents: readonly string[]): number => countOf(contents, 'session');
const countOf = (contents: readonly string[], kind: string): number =>
  contents
    .flatMap((content) => contributionsOf(recordsOf(content) as never, INTERVAL_S * 1000))
    .filter((each) => each.kind === kind).length;

test('a viewing is one session and at most one start, over failing sources, refused autoplay and pauses', async () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(course, cuts, async (its, sizes) => {
      bodies = [];
      await watch(its);
      const isWished = its.autoplay || its.pressedAfter !== undefined;
      expect(sessionsOf(bodies)).toBe(isWished ? 1 : 0);
      expect(countOf(bodies, 'start')).toBe(
        isWished && (its.pressedAfter !== undefined || (its.autoplay && !its.isRefused)) ? 1 : 0,
      );
      // The same records from a player that cuts them elsewhere, and says nothing of what was before.
      const lines = bodies.flatMap((content) => content.trim().split('\n'));
      const plain = lines.map((line) => line.replace(/,com\.streamapi-[gl]=\w+/g, ''));
      const cut: string[] = [];
      for (let at = 0, turn = 0; at < plain.length; turn += 1) {
        const size = sizes[turn % sizes.length]!;
        cut.push(plain.slice(at, at + size).join('\n'));
        at += size;
      }
      expect(sessionsOf(cut)).toBe(isWished ? 1 : 0);
    }),
    { numRuns: 60 },
  );
});

test.each<[string, Parameters<typeof body>, number]>([
  ['a change to `s`', [{ e: 'ps', sta: 's', ts: T0 }], 1],
  ['a change to `s` of a player that was there', [{ e: 'ps', sta: 's', ts: T0, 'com.streamapi-l': 'd' }], 0],
  ['a change to `s` with another source of the viewing', [{ e: 'ps', sta: 's', ts: T0, 'com.streamapi-c': true }], 0],
  ['an error while it starts', [{ e: 'e', sta: 's', ts: T0, ec: '("x")' }], 0],
  ['the clock while it starts', [{ e: 't', sta: 's', ts: T0 }], 0],
])('a session without numbered records: %s', (_name, records, sessions) => {
  expect(sessionsOf([body(...records)])).toBe(sessions);
});
