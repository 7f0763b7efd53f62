import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { systemClock } from '../lambda/clock.ts';

let fired: string[];
const setTimer = (name: string) => systemClock.setTimer(100, () => fired.push(name));

beforeEach(() => {
  fired = [];
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

test('a timer fires once, when its time has passed', () => {
  setTimer('a');
  jest.advanceTimersByTime(99);
  expect(fired).toEqual([]);
  jest.advanceTimersByTime(1_000);
  expect(fired).toEqual(['a']);
});

test('a cancelled timer never fires, and leaves nothing that would keep a process alive', () => {
  setTimer('a')();
  expect(jest.getTimerCount()).toBe(0);
  jest.advanceTimersByTime(1_000);
  expect(fired).toEqual([]);
});

test('timers are independent of others that are cancelled, even twice or after they fired', () => {
  const cancel = [setTimer('a'), setTimer('b'), setTimer('c')];
  cancel[1]!();
  cancel[0]!();
  cancel[0]!();
  setTimer('d');
  jest.advanceTimersByTime(100);
  expect(fired).toEqual(['c', 'd']);
  cancel[2]!();
  setTimer('e');
  jest.advanceTimersByTime(100);
  expect(fired).toEqual(['c', 'd', 'e']);
});

test('a timer may be set while another fires', () => {
  systemClock.setTimer(100, () => setTimer('second'));
  jest.advanceTimersByTime(200);
  expect(fired).toEqual(['second']);
});
