import { describe, expect, test } from '@jest/globals';
import { durationOf } from '../../lambda/stream/duration.ts';

describe('duration', () => {
  test.each([
    [7200, 7200],
    [7199.6, 7200],
    ['7200', 7200],
    [' 7200.4 ', 7200],
    ['2:05:00', 7500],
    ['02:05:09', 7509],
    ['45:30', 2730],
    ['125:30', 7530],
    ['0:45', 45],
    ['PT2H5M', 7500],
    ['PT1H30M15.6S', 5416],
    ['pt90m', 5400],
    ['P0DT2H', 7200],
    ['PT0.5H', 1800],
    [1, 1],
    [0.5, 1],
    [172_800, 172_800],
    ['PT345.8399963378906S', 346],
    ['PT00000000000000090.00000000000000000000M', 5400],
    ['P0Y0M1DT0S', 86_400],
  ])('%p is %i seconds', (stated, seconds) => {
    expect(durationOf(stated)).toBe(seconds);
  });

  test.each([
    [undefined],
    [''],
    [0],
    ['0'],
    [0.4],
    [-5],
    ['-5'],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    ['PT'],
    ['P'],
    ['P1Y'],
    [172_801],
    ['PT48H1S'],
    ['P1M'],
    [`PT${'9'.repeat(400)}S`],
    ['2h 5m'],
    ['1:2:3:4'],
    ['0x10'],
    ['1e3'],
    [7_200_000],
    ['99999999999999999999'],
  ])('%p is unknown', (stated) => {
    expect(durationOf(stated)).toBeUndefined();
  });
});
