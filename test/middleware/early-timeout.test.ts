import { beforeEach, expect, test } from '@jest/globals';
import { EarlyTimeout } from '../../lambda/middleware/early-timeout.ts';
import { FakeClock } from '../support/fake-clock.ts';

const RESERVE_MS = 1_000;

let clock: FakeClock;
let timeouts: EarlyTimeout;
beforeEach(() => {
  clock = new FakeClock();
  timeouts = new EarlyTimeout(clock, RESERVE_MS);
});

/** A request of a function that has this long, and what has become of it. */
function begin(remainingMs: number) {
  const answer = Promise.withResolvers<string>();
  const seen = { became: 'waiting', signal: (): AbortSignal => new AbortController().signal };
  const request = timeouts.run({ getRemainingTimeInMillis: () => remainingMs }, (signal) => {
    seen.signal = signal;
    return answer.promise;
  });
  request.then(
    (value) => {
      seen.became = value;
    },
    ({ message, name, status }) => {
      seen.became = status === undefined ? message : `${name} ${status}`;
    },
  );
  return { ...answer, seen };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a request ends with a 504 a second before its function does, and not a millisecond sooner', async () => {
  const { seen } = begin(28_000);
  const early = seen.signal();
  await clock.advance(26_999);
  expect([seen.became, early.aborted]).toEqual(['waiting', false]);
  await clock.advance(1);
  expect([seen.became, early.aborted]).toEqual(['ApiError 504', true]);
  expect(seen.signal().aborted).toBe(true);
});

test('a signal that is asked for afterwards is aborted', async () => {
  const { seen } = begin(28_000);
  await clock.advance(27_000);
  expect(seen.signal().aborted).toBe(true);
});

test('an answer and a failure pass, and the next request has all its time', async () => {
  const [first, second] = [begin(28_000), begin(28_000)];
  first.resolve('an answer');
  second.reject(new Error('a failure'));
  await settled();
  expect([first.seen.became, second.seen.became]).toEqual(['an answer', 'a failure']);
  await clock.advance(20_000);
  const third = begin(28_000);
  await clock.advance(26_999);
  expect(third.seen.became).toBe('waiting');
  await clock.advance(1);
  expect(third.seen.became).toBe('ApiError 504');
});

test('an answer that comes too late is ignored, and a function without time left answers at once', async () => {
  const late = begin(500);
  await clock.advance(1);
  late.resolve('an answer');
  await settled();
  expect(late.seen.became).toBe('ApiError 504');
});

test('of two at once each ends when its own time has passed, also the later with less of it', async () => {
  const [long, short] = [begin(28_000), begin(3_000)];
  await clock.advance(1_999);
  expect([long.seen.became, short.seen.became]).toEqual(['waiting', 'waiting']);
  await clock.advance(1);
  expect([long.seen.became, short.seen.became]).toEqual(['waiting', 'ApiError 504']);
  await clock.advance(24_999);
  expect(long.seen.became).toBe('waiting');
  await clock.advance(1);
  expect(long.seen.became).toBe('ApiError 504');
});
