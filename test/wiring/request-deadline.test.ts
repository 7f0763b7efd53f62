import { expect, test } from '@jest/globals';
import { requestDeadline } from '../../lambda/wiring/extract-handler.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { proxyEvent } from '../support/proxy-event.ts';

const DEADLINE_MS = 26_000;

/** Milliseconds from now to the deadline of a request that arrived so long ago. */
function leftAfter(arrivedBefore: number | undefined, remaining = 28_000): number {
  const clock = new FakeClock();
  const arrivedAt = arrivedBefore === undefined ? Number.NaN : clock.now() - arrivedBefore;
  const event = proxyEvent({}, { arrivedAt });
  const context = { getRemainingTimeInMillis: () => remaining };
  const deadline = requestDeadline(clock, event, context, DEADLINE_MS, new AbortController().signal);
  deadline.clear();
  return deadline.at - clock.now();
}

test.each([
  [0, 26_000],
  [1, 25_999],
  [4_000, 22_000],
  [10_000, 16_000],
  [25_999, 1],
])('a request that reached the gateway %d ms ago has %d ms left', (arrivedBefore, left) => {
  expect(leftAfter(arrivedBefore)).toBe(left);
});

test.each([-1, -3_600_000, 26_000, 3_600_000, Number.POSITIVE_INFINITY, undefined])(
  'an arrival %p ms ago is a clock that is wrong: the time counts from now',
  (arrivedBefore) => {
    expect(leftAfter(arrivedBefore)).toBe(DEADLINE_MS);
  },
);

test.each([
  [20_000, 18_000],
  [28_000, 26_000],
  [27_999, 25_999],
])('with %d ms until Lambda ends it, a request has %d ms at most', (remaining, left) => {
  expect(leftAfter(0, remaining)).toBe(left);
});

test('it ends with the signal that it is given, and with its own time', async () => {
  const clock = new FakeClock();
  const early = new AbortController();
  const context = { getRemainingTimeInMillis: () => 28_000 };
  const arrivedAt = clock.now() - 10_000;
  const one = requestDeadline(clock, proxyEvent({}, { arrivedAt }), context, DEADLINE_MS, early.signal);
  const other = requestDeadline(clock, proxyEvent({}, { arrivedAt }), context, DEADLINE_MS, AbortSignal.any([]));
  early.abort(new Error('early'));
  expect(one.signal.reason).toMatchObject({ message: 'early' });
  await clock.advance(15_999);
  expect(other.signal.aborted).toBe(false);
  await clock.advance(1);
  expect(other.signal.aborted).toBe(true);
});
