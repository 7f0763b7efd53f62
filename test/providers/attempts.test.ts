import { describe, expect, test } from '@jest/globals';
import { createDeadline } from '../../lambda/deadline.ts';
import { OutgoingError } from '../../lambda/outgoing/outgoing-error.ts';
import { withAttempts } from '../../lambda/providers/attempts.ts';
import type { AttemptEvent } from '../../lambda/providers/events.ts';
import {
  InvalidAnswerError,
  NotFoundError,
  ProviderStatusError,
  UnavailableError,
} from '../../lambda/providers/provider.ts';
import { FakeClock } from '../support/fake-clock.ts';

type Step = unknown | 'hang' | 'deaf';

/**
 * Runs attempts whose calls end as the steps say: an Error is thrown, `hang` waits for the signal, `deaf` ignores
 * even that, any other value is returned.
 */
async function run(steps: Step[], { deadlineMs = 26_000, random = 0.5 } = {}) {
  const clock = new FakeClock();
  const start = clock.now();
  const startedAt: number[] = [];
  const events: AttemptEvent[] = [];
  const deadline = createDeadline(clock, start + deadlineMs);
  let endedAt = -1;
  await clock.advance(0);
  const outcome = withAttempts(
    async (signal) => {
      const step = steps[startedAt.length];
      startedAt.push(clock.now() - start);
      if (step === 'hang') await clock.sleep(1e9, signal);
      if (step === 'deaf') await new Promise(() => undefined);
      if (step instanceof Error) throw step;
      return step;
    },
    {
      provider: 'primary',
      deadline,
      clock,
      random: () => random,
      attemptTimeoutMs: 8_000,
      observer: { onAttempt: (event) => events.push(event) },
    },
  ).then(
    (value) => ({ value, error: undefined }),
    (error) => ({ value: undefined, error }),
  );
  outcome.then(() => {
    endedAt = clock.now() - start;
  });
  await clock.advance(60_000);
  deadline.clear();
  return { ...(await outcome), startedAt, endedAt, events };
}

const refused = new OutgoingError('network', 'ECONNREFUSED');

describe('attempts', () => {
  test('each ends with its signal, also where its call does not', async () => {
    const { error, startedAt, endedAt } = await run(['deaf', 'deaf', 'deaf'], { deadlineMs: 20_000 });
    expect(startedAt).toEqual([0, 9_000, 19_000]);
    expect(endedAt).toBe(20_000);
    expect(error).toMatchObject({ name: 'UnavailableError', timedOut: true });
  });

  test('end with an answer', async () => {
    const { value, startedAt } = await run(['answer']);
    expect([value, startedAt]).toEqual(['answer', [0]]);
  });

  test('there are three in all, 1 s and 2 s apart', async () => {
    const { error, startedAt } = await run([refused, refused, refused, 'never asked']);
    expect(startedAt).toEqual([0, 1_000, 3_000]);
    expect(error).toBeInstanceOf(UnavailableError);
    expect(error).toMatchObject({ timedOut: false, retryAfter: undefined, cause: refused });
  });

  test.each([
    [0, [0, 800, 2_400]],
    [0.999999, [0, 1_200, 3_600]],
  ])('jitter moves the waits by a fifth at most (random %p)', async (random, expected) => {
    expect((await run([refused, refused, refused], { random })).startedAt).toEqual(expected);
  });

  test('each ends at its timeout', async () => {
    const { startedAt, events, error } = await run(['hang', 'hang', 'hang'], { deadlineMs: 60_000 });
    expect(startedAt).toEqual([0, 9_000, 19_000]);
    expect(events.map(({ outcome, durationMs }) => [outcome, durationMs])).toEqual(Array(3).fill(['timeout', 8_000]));
    expect(error).toMatchObject({ timedOut: true });
  });

  test('the deadline shortens the last one', async () => {
    const { endedAt, error, events } = await run(['hang', 'hang', 'hang'], { deadlineMs: 23_000 });
    expect(endedAt).toBe(23_000);
    expect(error).toMatchObject({ timedOut: true });
    expect(events.at(-1)).toMatchObject({ attempt: 3, outcome: 'timeout', durationMs: 4_000 });
  });

  test('a wait that would outlast the deadline is not begun', async () => {
    const { startedAt, endedAt } = await run([refused, refused], { deadlineMs: 2_900 });
    expect([startedAt, endedAt]).toEqual([[0, 1_000], 1_000]);
  });

  test('a timeout among other failures is no timeout', async () => {
    expect((await run(['hang', refused, 'hang'])).error).toMatchObject({ timedOut: false });
    expect((await run([refused, 'hang', 'hang'])).error).toMatchObject({ timedOut: false });
  });

  test('a passed deadline leaves none, and counts as a timeout', async () => {
    const { startedAt, error } = await run(['never asked'], { deadlineMs: 0 });
    expect(startedAt).toEqual([]);
    expect(error).toMatchObject({ timedOut: true });
  });

  test.each([500, 502, 503, 504, 408, 429])('%d is retried', async (status) => {
    const { value, startedAt } = await run([new ProviderStatusError(status), 'answer']);
    expect([value, startedAt]).toEqual(['answer', [0, 1_000]]);
  });

  test.each([400, 401, 403, 405, 410, 422, 304])('%d is not', async (status) => {
    const { error, startedAt } = await run([new ProviderStatusError(status), 'never asked']);
    expect(error).toBeInstanceOf(UnavailableError);
    expect(startedAt).toEqual([0]);
  });

  test.each([
    ['an answer of not-found', new NotFoundError('no')],
    ['an invalid answer', new InvalidAnswerError('html')],
  ])('%s is final and stays what it is', async (_, thrown) => {
    const { error, startedAt } = await run([thrown, 'never asked']);
    expect(error).toBe(thrown);
    expect(startedAt).toEqual([0]);
  });

  test('an error that no provider caused is not retried', async () => {
    const { error, startedAt } = await run([new TypeError('a fault of ours'), 'never asked']);
    expect(error).toMatchObject({ name: 'UnavailableError', timedOut: false });
    expect(startedAt).toEqual([0]);
  });

  test('a refused address is not retried', async () => {
    const { error, startedAt } = await run([new OutgoingError('address', 'refused'), 'never asked']);
    expect(error).toBeInstanceOf(UnavailableError);
    expect(startedAt).toEqual([0]);
  });

  test('Retry-After lengthens a wait and never shortens one', async () => {
    const { startedAt } = await run([new ProviderStatusError(503, 5), new ProviderStatusError(429, 0), 'answer']);
    expect(startedAt).toEqual([0, 5_000, 7_000]);
  });

  test('a Retry-After past the deadline is passed on instead', async () => {
    const { error, startedAt } = await run([new ProviderStatusError(503, 120), 'never asked']);
    expect(startedAt).toEqual([0]);
    expect(error).toMatchObject({ retryAfter: 120, timedOut: false });
  });

  test('each is an event, without path or query of any URL', async () => {
    const leaky = new OutgoingError('network', 'no route to http://cdn.test/path/token?sig=secret (EHOSTUNREACH)');
    const { events } = await run([leaky, 'answer']);
    expect(events).toEqual([
      {
        provider: 'primary',
        attempt: 1,
        durationMs: 0,
        outcome: 'failed',
        cause: 'no route to http://cdn.test/… (EHOSTUNREACH)',
      },
      { provider: 'primary', attempt: 2, durationMs: 0, outcome: 'answered' },
    ]);
  });
});
