import { expect, test } from '@jest/globals';
import { cacheReport } from '../../commands/cache/cache-report.ts';
import type { CacheView, EntryView } from '../../lambda/wiring/operator/show-entry.ts';

const EMPTY: CacheView = {
  key: 'movie:550',
  entry: null,
  lease: null,
  lastFailure: null,
  refreshes: null,
  generation: { current: 4, required: 2 },
  breakers: [],
};
const ENTRY: EntryView = {
  kind: 'answer',
  state: 'fresh',
  ageSeconds: 0,
  freshForSeconds: 1,
  staleForSeconds: 1,
  storedAt: 'S',
  freshUntil: 'F',
  staleUntil: 'T',
  generation: 3,
};
const lines = (view: Partial<CacheView>) => cacheReport({ ...EMPTY, ...view }).split('\n');

test('a title that was never asked for has no entry and no lease', () => {
  expect(lines({})).toEqual([
    'key              movie:550',
    'entry            none',
    'lease            none',
    'generation       4 purges so far; served from generation 2 on',
    '',
  ]);
});

test.each([
  [0, '0 s'],
  [1, '1 s'],
  [59, '59 s'],
  [60, '1 min'],
  [61, '1 min 1 s'],
  [3_599, '59 min 59 s'],
  [3_600, '1 h'],
  [3_661, '1 h 1 min 1 s'],
  [7_260, '2 h 1 min'],
  [90_000, '25 h'],
])('%i seconds are written as %s', (ageSeconds, text) => {
  expect(lines({ entry: { ...ENTRY, ageSeconds } })).toContain(`stored           S, ${text} ago`);
});

test('times ahead and times past are distinguished', () => {
  const at = (seconds: number) => lines({ entry: { ...ENTRY, freshForSeconds: seconds, staleForSeconds: seconds } });
  expect(at(1)).toEqual(expect.arrayContaining(['fresh until      F, in 1 s', 'stale until      T, in 1 s']));
  expect(at(0)).toEqual(expect.arrayContaining(['fresh until      F, in 0 s', 'stale until      T, in 0 s']));
  expect(at(-1)).toEqual(expect.arrayContaining(['fresh until      F, 1 s ago', 'stale until      T, 1 s ago']));
});

test('a lease and a breaker are shown as ended when no second is left', () => {
  const lease = (endsInSeconds: number) => lines({ lease: { endsInSeconds, generation: 0 } })[2];
  expect([lease(1), lease(0), lease(-1)]).toEqual([
    'lease            held for another 1 s',
    'lease            expired',
    'lease            expired',
  ]);
  const breaker = (openForSeconds: number) => lines({ breakers: [{ provider: 'own', openForSeconds }] })[4];
  expect([breaker(1), breaker(0)]).toEqual(['breaker own      open for another 1 s', 'breaker own      closed']);
});

test('an answer is shown by its numbers, failures and refreshes where there are any', () => {
  const answer = { sources: 3, subtitles: 2, bestQuality: '1080p', bytes: 812, earliestLinkExpiry: null };
  const view = {
    entry: { ...ENTRY, answer },
    lastFailure: { outcome: 'timeout', retryAfter: 5 },
    refreshes: { failedInARow: 2, notBefore: 'N' },
  } as const;
  expect(lines(view)).toEqual(
    expect.arrayContaining([
      'of generation    3',
      'answer           3 sources, 2 subtitles, best 1080p',
      'size             812 bytes of JSON',
      'links expire     unknown',
      'last failure     timeout',
      'refreshes        2 failed in a row, the next not before N',
    ]),
  );
});
