import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { MAX_USAGE_RECORDS, MOST_USAGE_SECONDS } from '../../contract/usage.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type Collector, startCollector } from './collector.ts';
import { body, text } from './player.ts';

/* Bodies that no player sends, and bodies that one nearly sends, to the handler. */

const BODIES = 10_000;
const T0 = 1_795_700_000_000;
const INTERVAL_S = 30;

const { stackTraceLimit } = Error;
let collector: Collector;
beforeAll(() => {
  // The parser throws at most of these bodies; nobody reads where, and finding that out is a third of the time.
  Error.stackTraceLimit = 0;
  jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
  collector = startCollector({ clock: new FakeClock(T0), limit: 50, sources: ['main', 'spare'] });
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
  jest.restoreAllMocks();
});

/** A few hundred clients, of which each has its budget. */
const clientOf = (index: number): string => `198.51.${100 + (index % 3)}.${index % 251}`;

async function postAll(contents: readonly string[]): Promise<Map<number, number>> {
  const statuses = new Map<number, number>();
  for (let at = 0; at < contents.length; at += 50) {
    const answers = await Promise.all(
      contents.slice(at, at + 50).map((content, index) => collector.post(content, { sourceIp: clientOf(at + index) })),
    );
    for (const { statusCode } of answers) statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
  }
  return statuses;
}

const onlyOf = (statuses: ReadonlyMap<number, number>, allowed: readonly number[]): number[] =>
  [...statuses.keys()].filter((status) => !allowed.includes(status));

test(`${BODIES} bodies of garbage are refused or count nothing`, async () => {
  const garbage = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.string({ unit: 'grapheme', maxLength: 400 }),
    fc.stringMatching(/^[a-z=,;()"?:0-9\n -]{0,300}$/),
    fc.json(),
  );
  const statuses = await postAll(fc.sample(garbage, { numRuns: BODIES, seed: 19 }));
  expect(onlyOf(statuses, [204, 400, 413, 429])).toEqual([]);
  expect(statuses.get(400)).toBeGreaterThan(BODIES / 2);
  expect(collector.items()).toEqual([]);
});

test(`${BODIES} bodies that are nearly right add nothing beyond their bounds`, async () => {
  const odd = fc.constantFrom(
    '-1',
    '1e9',
    '999999999999999',
    '"p"',
    '?1',
    '()',
    '(1 2)',
    '-0.5',
    ':AAAA:',
    '',
    '"',
    'p;x=1',
  );
  const value = (usual: fc.Arbitrary<string | number>) =>
    fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: odd });
  const record = fc.record(
    {
      e: value(fc.constantFrom('t', 'ps', 'bc', 'e', 'rr', 'zz')),
      sta: value(fc.constantFrom('s', 'p', 'r', 'a', 'k', 'zz')),
      ts: value(fc.integer({ min: T0 - 5_000, max: T0 + 9_000_000 })),
      sn: value(fc.nat(20)),
      sid: value(fc.constantFrom('"a"', '"b"', '"c"')),
      cid: value(fc.constantFrom('"main"', '"spare"', '"no such"', '"../x"', `"${'x'.repeat(300)}"`)),
      br: value(fc.constantFrom('(800)', 5000, '(1 99999999;v)')),
      msd: value(fc.nat(200_000)),
      bsd: value(fc.nat(900_000)),
      h: value(fc.constantFrom('"cdn.example"', '"elsewhere.example"')),
      ec: value(fc.constantFrom('("fragLoadError")', '("constructor" "__proto__")')),
      'com.streamapi-q': value(fc.constantFrom('"720p"', '"auto"', '"unknown"', '"constructor"')),
      'com.streamapi-g': value(fc.nat(900_000)),
      'com.streamapi-l': value(fc.constantFrom('p', 'r')),
      'com.streamapi-c': fc.constantFrom('?0', '?1'),
    },
    { requiredKeys: ['ts'] },
  );
  const records = fc.oneof(
    { weight: 60, arbitrary: fc.array(record, { minLength: 1, maxLength: 8 }) },
    { weight: 1, arbitrary: fc.array(record, { minLength: MAX_USAGE_RECORDS, maxLength: MAX_USAGE_RECORDS + 2 }) },
  );
  const contents = fc.sample(records, { numRuns: BODIES, seed: 20 }).map((each) => body(...(each as never[])));
  const statuses = await postAll(contents);
  expect(onlyOf(statuses, [204, 400, 413, 429])).toEqual([]);
  const counted = statuses.get(204)!;
  expect(counted).toBeGreaterThan(1_000);

  const items = collector.items();
  const lines = contents.reduce((sum, content) => sum + content.split('\n').length - 1, 0);
  const total = (name: RegExp) =>
    items.reduce(
      (sum, { sums }) => sum + [...sums].reduce((own, [key, each]) => own + (name.test(key) ? each : 0), 0),
      0,
    );
  expect(total(/^[pr]$/)).toBeLessThanOrEqual(lines * INTERVAL_S * 1000);
  expect(total(/^s$/)).toBeLessThanOrEqual(4 * counted);
  expect(total(/^b\d+$/)).toBeLessThanOrEqual(lines);
  const othersThan = (values: readonly string[], known: readonly string[]) =>
    values.filter((value) => !known.includes(value));
  const keys = items.map(({ key }) => key);
  expect(
    othersThan(
      items.map(({ title }) => title),
      ['movie:42', 'other'],
    ),
  ).toEqual([]);
  expect(
    othersThan(
      keys.map(({ source }) => source),
      ['main', 'spare', 'other'],
    ),
  ).toEqual([]);
  expect(
    othersThan(
      keys.map(({ cdn }) => cdn),
      ['main', 'unknown'],
    ),
  ).toEqual([]);
  const qualities = ['2160p', '1440p', '1080p', '720p', '480p', '360p', 'unknown'];
  expect(
    othersThan(
      keys.map(({ quality }) => quality),
      qualities,
    ),
  ).toEqual([]);
  const sums = items.flatMap((item) => [...item.sums]);
  expect(sums.length).toBeGreaterThan(1_000);
  const isSum = ([name, sum]: readonly [string, number]) =>
    /^([prscw]|e[0-3]|b\d{1,3})$/.test(name) && Number.isFinite(sum) && sum >= 0;
  expect(sums.filter((each) => !isSum(each))).toEqual([]);
});

test('one client is counted up to its budget, whatever it forges', async () => {
  const forged = body(
    ...Array.from({ length: MAX_USAGE_RECORDS }, (_, index) => ({
      e: 't',
      sta: 'p',
      ts: T0 + index * 30_000,
      cid: text('main'),
    })),
  );
  const own = startCollector({ clock: new FakeClock(T0), limit: 5, sources: ['main'] });
  const statuses: number[] = [];
  for (let index = 0; index < 200; index += 1) statuses.push((await own.post(forged)).statusCode);
  expect(statuses.filter((status) => status === 204)).toHaveLength(5);
  expect(new Set(statuses)).toEqual(new Set([204, 429]));
  const played = own.items().reduce((sum, { sums }) => sum + (sums.get('p') ?? 0), 0);
  expect(played).toBe(5 * MOST_USAGE_SECONDS * 1000);
});
