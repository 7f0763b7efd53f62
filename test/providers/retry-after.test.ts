import { expect, test } from '@jest/globals';
import { parseRetryAfter } from '../../lambda/providers/retry-after.ts';

const now = Date.parse('2026-11-06T08:49:37Z');

test.each([
  ['120', 120],
  [' 0 ', 0],
  ['99999999999999999999', 86_400],
  ['Fri, 06 Nov 2026 08:50:37 GMT', 60],
  ['Friday, 06-Nov-26 08:50:37 GMT', 60],
  ['Fri Nov  6 08:50:37 2026', 60],
  ['Fri, 06 Nov 2026 08:00:00 GMT', 0],
  ['Fri, 06 Nov 2036 08:00:00 GMT', 86_400],
  ['Fri, 99 Nov 2026 08:50:37 GMT', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['1e3', undefined],
  ['soon', undefined],
  ['2026', 2026],
  ['', undefined],
  [undefined, undefined],
])('Retry-After %p means %p seconds', (value, seconds) => {
  expect(parseRetryAfter(value, now)).toBe(seconds);
});
