import { beforeEach, describe, expect, test } from '@jest/globals';
import { TimedCalls } from '../../lambda/limits/timed-calls.ts';
import { FakeClock } from '../support/fake-clock.ts';

const MS = 250;

let clock: FakeClock;
let timers: number;
let calls: TimedCalls;

beforeEach(() => {
  clock = new FakeClock();
  timers = 0;
  const setTimer: FakeClock['setTimer'] = (ms, fire) => {
    timers += 1;
    return clock.setTimer(ms, fire);
  };
  calls = new TimedCalls({ now: () => clock.now(), sleep: clock.sleep, setTimer }, MS);
});

/** A call that a test ends, and what has become of it. */
function begin() {
  const ending = Promise.withResolvers<string>();
  const seen = { became: 'waiting', times: 0, aborted: () => false };
  const become = (what: string) => {
    seen.became = what;
    seen.times += 1;
  };
  void calls.run(
    (signal) => {
      seen.aborted = () => signal.aborted;
      return ending.promise;
    },
    (value) => become(value),
    ({ name }) => become(name),
  );
  return { ...ending, seen };
}

describe('calls that share a timer', () => {
  test('are each stopped when their own time has passed, and not a millisecond sooner', async () => {
    const hanging = [];
    for (let began = 0; began < 5; began += 1) {
      hanging.push(begin());
      await clock.advance(40);
    }
    await clock.advance(MS - 5 * 40);
    for (const [index, { seen }] of hanging.entries()) {
      expect(seen).toMatchObject({ became: 'DeadlineError', times: 1 });
      expect(seen.aborted()).toBe(true);
      const next = hanging[index + 1];
      if (next === undefined) break;
      await clock.advance(39);
      expect(next.seen.became).toBe('waiting');
      expect(next.seen.aborted()).toBe(false);
      await clock.advance(1);
    }
  });

  test('give their result or their error, and are not aborted', async () => {
    const [well, badly, hanging] = [begin(), begin(), begin()];
    badly.reject(Object.assign(new Error('down'), { name: 'ThrottlingException' }));
    well.resolve('counted');
    await clock.advance(MS);
    expect(well.seen).toMatchObject({ became: 'counted', times: 1 });
    expect(badly.seen).toMatchObject({ became: 'ThrottlingException', times: 1 });
    expect([well, badly, hanging].map(({ seen }) => seen.aborted())).toEqual([false, false, true]);
  });

  test('are stopped although those before them were answered', async () => {
    const first = begin();
    await clock.advance(MS - 10);
    const second = begin();
    first.resolve('counted');
    await clock.advance(MS - 1);
    expect(second.seen.became).toBe('waiting');
    await clock.advance(1);
    expect(second.seen.became).toBe('DeadlineError');
  });

  test.each(['resolve', 'reject'] as const)('ignore what comes too late (%s)', async (how) => {
    const late = begin();
    await clock.advance(MS);
    late[how](new Error('late') as never);
    await clock.advance(0);
    expect(late.seen).toMatchObject({ became: 'DeadlineError', times: 1 });
  });

  test('need one timer while one after the other is answered, and none when there is no call', async () => {
    for (let call = 0; call < 100; call += 1) {
      const answered = begin();
      await clock.advance(1);
      answered.resolve('counted');
    }
    expect(timers).toBe(1);
    await clock.advance(10 * MS);
    expect(timers).toBe(1);
    begin();
    expect(timers).toBe(2);
  });
});

test('a clock that is set back does not make a call wait for more than twice its time', async () => {
  let offset = 0;
  const set = new TimedCalls(
    { now: () => clock.now() + offset, sleep: clock.sleep, setTimer: clock.setTimer.bind(clock) },
    MS,
  );
  const given: string[] = [];
  const hang = (name: string) =>
    void set.run(
      () => new Promise<never>(() => undefined),
      () => undefined,
      () => given.push(name),
    );
  hang('first');
  await clock.advance(100);
  hang('second');
  offset = -60 * 60_000;
  await clock.advance(MS - 100);
  expect(given).toEqual(['first']);
  await clock.advance(MS);
  expect(given).toEqual(['first', 'second']);
});
