import { describe, expect, test } from '@jest/globals';
import { parseHttpDate } from '../../client/src/fetch/http-date.ts';

const NOW = Date.UTC(2026, 10, 26);
const read = (text: string) => {
  const at = parseHttpDate(text, NOW);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
};

describe('a date of HTTP', () => {
  // The three of RFC 9110, 5.6.7.
  test.each(['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-1994 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994'])(
    '%s is read in each form',
    (text) => {
      expect(read(text)).toBe('1994-11-06T08:49:37.000Z');
    },
  );

  test.each('Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ').map((month, index) => [month, index + 1]))(
    'has the month %s in each form',
    (month, number) => {
      const iso = `2026-${String(number).padStart(2, '0')}-09T23:59:59.000Z`;
      expect(read(`Mon, 09 ${month} 2026 23:59:59 GMT`)).toBe(iso);
      expect(read(`Monday, 09-${month}-26 23:59:59 GMT`)).toBe(iso);
      expect(read(`Mon ${month}  9 23:59:59 2026`)).toBe(iso);
    },
  );

  test.each([
    ['26', 2026],
    ['00', 2000],
    ['76', 2076],
    ['77', 1977],
    ['94', 1994],
    ['99', 1999],
  ])('in the year %s is in %i: none is more than 50 years ahead', (digits, year) => {
    expect(read(`Sunday, 06-Nov-${digits} 08:49:37 GMT`)).toBe(`${year}-11-06T08:49:37.000Z`);
  });

  test('may be in the far future where its year is whole', () => {
    expect(read('Fri, 31 Dec 9999 23:59:59 GMT')).toBe('9999-12-31T23:59:59.000Z');
  });

  test.each([
    '',
    '0',
    'Sun',
    'Sun, 06 Nov 1994',
    'Sun, 06 Nov 1994 08:49:37',
    'Sun, 06 Nov 1994 08:49:37 PST',
    'Sun, 06 Nov 1994 08:49:37 GMT+2',
    'Sun, 06 Nov 994 08:49:37 GMT',
    'Sun, 06 Abc 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 25:49:37 GMT',
    'Sun Nov  6 08:49 1994',
    '1994-11-06T08:49:37Z',
    '6 Nov 1994',
  ])('is not %j', (text) => {
    expect(read(text)).toBeUndefined();
  });
});
