import { expect, test } from '@jest/globals';
import { linearScale, logarithmicScale, readableValue } from '../../web/src/operations/chart-scale.ts';

test('times of 8 ms and 103 ms are apart on an axis that shows a target of 2 s', () => {
  const { ticks, position } = logarithmicScale(8, 2000);
  expect(ticks).toEqual([1, 10, 100, 1000, 10_000]);
  expect(position(103) - position(8)).toBeGreaterThan(0.2);
  expect(position(2000)).toBeLessThan(1);
  expect(position(8)).toBeGreaterThan(0);
});

test.each([
  [1, 1, [1, 10]],
  [0, 0.4, [1, 10]],
  [100, 1000, [100, 1000]],
  [181, 5000, [100, 1000, 10_000]],
])('times from %d to %d ms have the axis %j', (least, most, ticks) => {
  const scale = logarithmicScale(least, most);
  expect(scale.ticks).toEqual(ticks);
  for (const value of [0, least, most]) {
    expect(scale.position(value)).toBeGreaterThanOrEqual(0);
    expect(scale.position(value)).toBeLessThanOrEqual(1);
  }
});

test.each([
  [0, [0, 0.25, 0.5, 0.75, 1]],
  [3, [0, 1, 2, 3]],
  [80, [0, 20, 40, 60, 80]],
  [17, [0, 5, 10, 15, 20]],
])('counts up to %d have the axis %j', (most, ticks) => {
  const scale = linearScale(most);
  expect(scale.ticks).toEqual(ticks);
  expect([scale.position(0), scale.position(ticks.at(-1)!)]).toEqual([0, 1]);
});

test.each([
  [0.0585, 'per second', '0.059'],
  [3521, 'ms', '3.52 s'],
  [8, 'ms', '8 ms'],
  [66.6667, '%', '66.7 %'],
  [0.0032, 'USD per hour', '$0.0032'],
  [12_345, 'count', '12.3 k'],
])('%d in %s is written %s', (value, unit, text) => {
  expect(readableValue(value, unit)).toBe(text);
});
