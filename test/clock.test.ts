import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { systemClock } from '../lambda/clock.ts';

/** Of the first one that is called off a timer is kept, of the second one none. */
describe.each([100, 5_000])('an alarm of %i ms', (ms) => {
  let rung: string[];
  const alarm = (name: string) => systemClock.alarm(ms, () => rung.push(name));

  beforeEach(() => {
    rung = [];
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.runAllTimers();
    jest.useRealTimers();
  });

  test('rings once, when its time has passed', () => {
    alarm('a');
    jest.advanceTimersByTime(ms - 1);
    expect(rung).toEqual([]);
    jest.advanceTimersByTime(10 * ms);
    expect(rung).toEqual(['a']);
  });

  test('that was called off never rings', () => {
    alarm('a')();
    jest.advanceTimersByTime(10 * ms);
    expect(rung).toEqual([]);
  });

  test('rings after its whole time, whatever was called off before', () => {
    const callOff = alarm('a');
    jest.advanceTimersByTime(ms / 2);
    callOff();
    jest.advanceTimersByTime(ms / 4);
    alarm('b');
    jest.advanceTimersByTime(ms - 1);
    expect(rung).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(rung).toEqual(['b']);
  });

  test('rings beside others that are called off', () => {
    const callOff = [alarm('a'), alarm('b'), alarm('c')];
    callOff[1]!();
    callOff[0]!();
    alarm('d');
    alarm('e');
    jest.advanceTimersByTime(ms);
    expect(rung.toSorted()).toEqual(['c', 'd', 'e']);
  });

  test('rings when one before it is called off twice, or after it has rung', () => {
    const callOff = alarm('a');
    callOff();
    alarm('b');
    callOff();
    jest.advanceTimersByTime(ms);
    callOff();
    expect(rung).toEqual(['b']);
    alarm('c');
    callOff();
    jest.advanceTimersByTime(ms);
    expect(rung).toEqual(['b', 'c']);
  });

  test('is one that another may be set in', () => {
    systemClock.alarm(ms, () => alarm('second'));
    jest.advanceTimersByTime(2 * ms);
    expect(rung).toEqual(['second']);
  });

  test('of another length keeps its own', () => {
    alarm('a')();
    systemClock.alarm(2 * ms, () => rung.push('longer'));
    jest.advanceTimersByTime(2 * ms - 1);
    expect(rung).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(rung).toEqual(['longer']);
  });
});

test('alarms that are called off leave at most one timer, which ends by itself', () => {
  jest.useFakeTimers();
  const before = jest.getTimerCount();
  const callOff = Array.from({ length: 20 }, (_, index) => systemClock.alarm(100 + (index % 3), () => undefined));
  for (const each of callOff) each();
  expect(jest.getTimerCount() - before).toBe(1);
  jest.advanceTimersByTime(102);
  expect(jest.getTimerCount() - before).toBe(0);
  jest.useRealTimers();
});
