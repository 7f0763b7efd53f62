import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { recordsOf } from '../../lambda/usage/player-record.ts';
import { startupBin, startupPercentile } from '../../lambda/usage/startup-bins.ts';
import { type Contribution, contributionsOf } from '../../lambda/usage/viewing.ts';
import { body, text } from './player.ts';
import { bodiesOf, type Stretch, truthOf } from './timeline.ts';

const T0 = 1_795_700_000_000;
const INTERVAL = 30_000;

function read(content: string, interval = INTERVAL): Contribution[] {
  const records = recordsOf(content);
  if (records === 'too-many') throw new Error('Too many records');
  return contributionsOf(records, interval);
}

const sumOf = (found: readonly Contribution[], kind: 'played' | 'stalled'): number =>
  found.reduce((sum, each) => sum + (each.kind === kind ? each.ms : 0), 0);
const countOf = (found: readonly Contribution[], kind: Contribution['kind']): number =>
  found.filter((each) => each.kind === kind).length;
const startsOf = (found: readonly Contribution[]): number[] =>
  found.flatMap((each) => (each.kind === 'start' ? [each.ms] : []));

/** Records of a playing player, one each interval. */
const ticks = (count: number, from = T0, step = INTERVAL) =>
  Array.from({ length: count }, (_, index) => ({ e: 't', sta: 'p', sn: index + 5, ts: from + index * step }));

describe('played time', () => {
  test('is the distance of the records, and the first counts with the median', () => {
    expect(sumOf(read(body(...ticks(10))), 'played')).toBe(300_000);
    expect(sumOf(read(body(...ticks(3, T0, 20_000))), 'played')).toBe(60_000);
  });

  test('between two records is never more than the interval: a laptop that slept has not played', () => {
    const slept = body(...ticks(2), { e: 't', sta: 'p', ts: T0 + 8 * 3_600_000 });
    expect(sumOf(read(slept), 'played')).toBe(90_000);
    expect(sumOf(read(body(...ticks(3)), 5_000), 'played')).toBe(15_000);
  });

  test('of one record by the clock is an interval, and of any other none', () => {
    expect(sumOf(read(body(...ticks(1))), 'played')).toBe(INTERVAL);
    expect(sumOf(read(body({ e: 't', sta: 'p', sn: 0, ts: T0 })), 'played')).toBe(0);
    expect(sumOf(read(body({ e: 'ps', sta: 'p', sn: 4, ts: T0 })), 'played')).toBe(0);
  });

  test('does not include pauses, and records of responses say nothing of time', () => {
    const content = body(
      { e: 'ps', sta: 'p', sn: 9, ts: T0 },
      { e: 'rr', sta: 'p', ts: T0 - 9_000 },
      { e: 'ps', sta: 'a', ts: T0 + 10_000 },
      { e: 't', sta: 'a', ts: T0 + 25_000 },
      { e: 'ps', sta: 'p', ts: T0 + 40_000 },
      { e: 't', sta: 'p', ts: T0 + 47_000 },
    );
    expect(sumOf(read(content), 'played')).toBe(17_000);
  });

  test('belongs to the quality that was on the screen', () => {
    const content = body(
      { e: 't', sta: 'p', ts: T0, 'com.streamapi-g': 0, br: '(5000)' },
      { e: 'bc', sta: 'p', ts: T0 + 10_000, br: '(1100;v 96)' },
      { e: 't', sta: 'p', ts: T0 + 30_000 },
      { e: 't', sta: 'p', ts: T0 + 35_000, 'com.streamapi-q': text('2160p') },
      { e: 't', sta: 'p', ts: T0 + 36_000, 'com.streamapi-q': text('nonsense') },
    );
    const played = read(content).flatMap((each) =>
      each.kind === 'played' ? [[each.quality, each.isEstimated, each.ms]] : [],
    );
    expect(played).toEqual([
      ['1080p', true, 10_000],
      ['480p', true, 20_000],
      ['480p', true, 5_000],
      ['2160p', false, 1_000],
    ]);
  });
});

describe('a stall', () => {
  test('that begins in one body and ends in the next is whole', () => {
    const first = body(...ticks(2), { e: 'ps', sta: 'r', ts: T0 + 40_000, sn: 7 });
    const second = body(
      { e: 'ps', sta: 'p', ts: T0 + 43_500, sn: 8, 'com.streamapi-g': 3_500, 'com.streamapi-l': 'r' },
      { e: 't', sta: 'p', ts: T0 + 60_000, sn: 9 },
    );
    expect(sumOf([...read(first), ...read(second)], 'stalled')).toBe(3_500);
    expect(sumOf(read(second), 'played')).toBe(16_500);
  });

  test('that ends with the first record is as long as that says', () => {
    expect(sumOf(read(body({ e: 'ps', sta: 'p', ts: T0, sn: 8, bsd: 2_100 })), 'stalled')).toBe(2_100);
    expect(sumOf(read(body({ e: 'ps', sta: 'p', ts: T0, sn: 8, bsd: 900_000 })), 'stalled')).toBe(INTERVAL);
  });

  test('is none before the first picture', () => {
    const shaka = body(
      { e: 't', ts: T0, sn: 0 },
      { e: 'ps', sta: 'r', ts: T0 + 10, sn: 1 },
      { e: 'ps', sta: 'p', ts: T0 + 900, sn: 2 },
      { e: 'bc', sta: 'p', ts: T0 + 950, sn: 3, msd: 880, br: 2500 },
      { e: 'ps', sta: 'r', ts: T0 + 10_900, sn: 4 },
      { e: 'ps', sta: 'p', ts: T0 + 12_900, sn: 5 },
    );
    const found = read(shaka);
    expect([sumOf(found, 'played'), sumOf(found, 'stalled')]).toEqual([10_000, 2_000]);
    expect([countOf(found, 'session'), countOf(found, 'switch'), startsOf(found)]).toEqual([1, 0, [880]]);
  });
});

describe('a session', () => {
  const start = [
    { e: 'ps', sta: 's', ts: T0, sn: 0 },
    { e: 't', sta: 's', ts: T0, sn: 1 },
    { e: 'bc', sta: 's', ts: T0 + 50, sn: 2, br: 800 },
    { e: 'ps', sta: 'p', ts: T0 + 640, sn: 3, br: 800 },
  ];

  test('begins with the first `s`, once a body', () => {
    expect(countOf(read(body(...start, { e: 'ps', sta: 's', ts: T0 + 900, sn: 0 })), 'session')).toBe(1);
    expect(countOf(read(body({ e: 't', sta: 's', ts: T0 + 30_000, sn: 4 })), 'session')).toBe(0);
  });

  test('that has begun with another source does not begin again', () => {
    const [first, ...rest] = start;
    const found = read(body({ ...first!, 'com.streamapi-c': true }, ...rest));
    expect([countOf(found, 'session'), countOf(found, 'switch')]).toEqual([0, 0]);
  });

  test('of a player that has only preloaded is none', () => {
    expect(
      countOf(read(body({ e: 'ps', sta: 'd', ts: T0, sn: 0 }, { e: 't', sta: 'd', ts: T0, sn: 1 })), 'session'),
    ).toBe(0);
  });

  test('starts as the player measured, else from `s` to the first picture', () => {
    expect(startsOf(read(body(...start)))).toEqual([640]);
    expect(startsOf(read(body(...start.with(3, { ...start[3]!, msd: 610 } as never))))).toEqual([610]);
    expect(startsOf(read(body({ e: 'ps', sta: 'p', ts: T0, msd: 120_001 })))).toEqual([]);
  });

  test('has one switch for each change of rate after its first', () => {
    const more = [1200, 1200, 800].map((br, index) => ({
      e: 'bc',
      sta: 'p',
      ts: T0 + 5_000 + index,
      br,
      sn: 4 + index,
    }));
    expect(countOf(read(body(...start, ...more)), 'switch')).toBe(2);
    expect(countOf(read(body(more[0]!)), 'switch')).toBe(1);
  });

  test('counts errors by kind, never by their names', () => {
    const errors = [
      ['("fragLoadError")', 'network'],
      ['("bufferAppendError")', 'media'],
      ['("keySystemNoKeys")', 'drm'],
      ['(1001)', 'network'],
      ['3016', 'media'],
      ['(6007;u)', 'drm'],
      ['"whatever"', 'other'],
    ] as const;
    for (const [ec, kind] of errors) {
      const [found] = read(body({ e: 'e', ts: T0, sn: 3, ec })).filter((each) => each.kind === 'error');
      expect([ec, found]).toEqual([ec, expect.objectContaining({ error: kind })]);
    }
  });

  test('is counted for four players of a body at most', () => {
    const many = Array.from({ length: 20 }, (_, index) => ({
      e: 'ps',
      sta: 's',
      ts: T0,
      sn: 0,
      sid: text(`s${index}`),
    }));
    expect(countOf(read(body(...many)), 'session')).toBe(4);
  });
});

const stretch: fc.Arbitrary<Stretch> = fc.record({
  state: fc.constantFrom('p' as const, 'p' as const, 'r' as const, 'a' as const, 'k' as const),
  ms: fc.integer({ min: 1, max: 90_000 }),
  quality: fc.constantFrom('1080p' as const, '720p' as const, '360p' as const),
  source: fc.constantFrom('main' as const, 'spare' as const),
});
const stretches = fc.array(stretch, { minLength: 1, maxLength: 20 });

describe('any viewing', () => {
  test('adds up to the millisecond, however its records are cut into bodies', () => {
    fc.assert(
      fc.property(
        stretches,
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 }),
        (viewing, sizes) => {
          const found = bodiesOf(viewing, INTERVAL, sizes).flatMap((content) => read(content));
          const truth = [...truthOf(viewing).values()];
          expect(sumOf(found, 'played')).toBe(truth.reduce((sum, { played }) => sum + played, 0));
          expect(sumOf(found, 'stalled')).toBe(truth.reduce((sum, { stalled }) => sum + stalled, 0));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('adds up by source and quality within a body', () => {
    fc.assert(
      fc.property(stretches, (viewing) => {
        const [content, ...none] = bodiesOf(viewing, INTERVAL, [100]);
        fc.pre(none.length === 0);
        const found = new Map<string, { played: number; stalled: number }>();
        for (const each of read(content!)) {
          if (each.kind !== 'played' && each.kind !== 'stalled') continue;
          const name = `${each.source} ${each.quality}`;
          const sums = found.get(name) ?? { played: 0, stalled: 0 };
          sums[each.kind] += each.ms;
          found.set(name, sums);
        }
        expect(found).toEqual(truthOf(viewing));
      }),
      { numRuns: 300 },
    );
  });

  test('never adds more than an interval for each of its records', () => {
    const fields = fc.record(
      {
        e: fc.constantFrom('t', 'ps', 'bc', 'e', 'c'),
        sta: fc.constantFrom('s', 'p', 'r', 'a'),
        ts: fc.integer({ min: 0, max: 999_999_999_999_999 }),
        sn: fc.integer({ min: 0, max: 50 }),
        msd: fc.integer({ min: -5, max: 999_999_999 }),
        bsd: fc.integer({ min: 0, max: 999_999_999 }),
        'com.streamapi-g': fc.integer({ min: -9, max: 999_999_999 }),
        'com.streamapi-l': fc.constantFrom('p', 'r', 'x'),
      },
      { requiredKeys: ['ts'] },
    );
    fc.assert(
      fc.property(fc.array(fields, { minLength: 1, maxLength: 40 }), (records) => {
        const found = read(body(...records));
        expect(sumOf(found, 'played') + sumOf(found, 'stalled')).toBeLessThanOrEqual(records.length * INTERVAL);
        expect(countOf(found, 'session')).toBeLessThanOrEqual(4);
        for (const ms of startsOf(found)) expect(ms).toBeLessThanOrEqual(120_000);
      }),
      { numRuns: 500 },
    );
  });
});

test('a percentile of start times is within 50 ms of the exact one, below 5 s', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 4_999 }), { minLength: 1, maxLength: 50 }), (starts) => {
      const bins = new Map<number, number>();
      for (const ms of starts) bins.set(startupBin(ms), (bins.get(startupBin(ms)) ?? 0) + 1);
      const sorted = starts.toSorted((one, other) => one - other);
      for (const share of [0.5, 0.95]) {
        const exact = sorted[Math.ceil(share * sorted.length) - 1]!;
        expect(Math.abs(startupPercentile(bins, share)! - exact)).toBeLessThanOrEqual(50);
      }
    }),
  );
  expect(startupPercentile(new Map(), 0.5)).toBeNull();
  expect(startupBin(10_000_000)).toBe(startupBin(120_000));
});
