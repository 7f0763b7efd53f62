import { describe, expect, test } from '@jest/globals';
import { hourly, ownSeries, rate, ratio } from '../../lib/monitoring/series.ts';
import { KEPT_MS, MetricStore, STEP_MS } from '../../local/console/metric-store.ts';
import { seriesValue } from '../../local/console/series-value.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const own = ownSeries('dev');
const time = own('CachedResponseTime', 'time', 'p95');

const line = (at: number, values: Record<string, number | number[]>) => ({
  _aws: {
    Timestamp: at,
    CloudWatchMetrics: [
      {
        Namespace: 'StreamApi',
        Dimensions: [['service', 'stage']],
        Metrics: Object.keys(values).map((Name) => ({ Name, Unit: 'Count' })),
      },
    ],
  },
  service: 'stream-api',
  stage: 'dev',
  ...values,
});

/** The value of a series over everything that is kept. */
const overall = (store: MetricStore, series: Parameters<typeof seriesValue>[0]) =>
  seriesValue(series, (metric) => store.values(metric, store.steps(NOW)), 60);

describe('the kept hour', () => {
  test('takes single values and lists of values', () => {
    const store = new MetricStore();
    store.addLine(line(NOW, { Requests: 1, SourcesDropped: [2, 3] }));
    store.addLine(line(NOW, { Requests: 1 }));
    expect(overall(store, own('Requests', ''))).toBe(2);
    expect(overall(store, own('SourcesDropped', ''))).toBe(5);
    expect(overall(store, own('SourcesDropped', '', 'SampleCount'))).toBe(2);
  });

  test('leaves other lines alone, and other stages apart', () => {
    const store = new MetricStore();
    store.addLine({ message: 'request', Requests: 1 });
    store.addLine({ ...line(NOW, { Requests: 1 }), stage: 'prod' });
    expect(overall(store, own('Requests', ''))).toBeUndefined();
  });

  test('forgets what is older than an hour', () => {
    const store = new MetricStore();
    store.addLine(line(NOW - KEPT_MS - STEP_MS, { Requests: 1 }));
    store.addLine(line(NOW - KEPT_MS + STEP_MS, { Requests: 1 }));
    store.addLine(line(NOW, { Requests: 1 }));
    expect(overall(store, own('Requests', ''))).toBe(2);
  });

  test('shows the steps of the hour before a moment, oldest first, and none after it', () => {
    const store = new MetricStore();
    const steps = [NOW, NOW - STEP_MS, NOW - KEPT_MS + STEP_MS, NOW + STEP_MS].map((at) => at - (at % STEP_MS));
    for (const step of steps) store.addLine(line(step, { Requests: 1 }));
    const [now = 0, before = 0, oldest = 0, next = 0] = steps;
    expect(store.steps(now)).toEqual([oldest, before, now]);
    expect(store.steps(now - 1)).toEqual([oldest, before]);
    expect(store.steps(next)).toEqual([oldest, before, now, next].filter((step) => step > next - KEPT_MS));
    expect(store.steps(oldest + KEPT_MS)).not.toContain(oldest);
  });
});

describe('the steps of the kept hour', () => {
  const MINUTE = 60_000;
  const requests = own('Requests', '');
  const stepsAfter = (ages: readonly number[], now = NOW) => {
    const store = new MetricStore();
    for (const age of ages) store.add(requests, NOW - age, 1);
    return store.steps(now).map((step) => NOW - step);
  };

  test('begin within the hour before a moment, and not after it', () => {
    expect(stepsAfter([0])).toEqual([0]);
    expect(stepsAfter([60 * MINUTE - 10_000])).toEqual([60 * MINUTE - 10_000]);
    expect(stepsAfter([60 * MINUTE])).toEqual([]);
    expect(stepsAfter([90 * MINUTE])).toEqual([]);
    expect(stepsAfter([-10_000])).toEqual([]);
    expect(stepsAfter([-90 * MINUTE])).toEqual([]);
  });

  test('are of ten seconds each, oldest first', () => {
    expect(stepsAfter([0, 1, 10_000, 10_001, 30_000])).toEqual([30_000, 20_000, 10_000, 0]);
  });

  test('are kept for an hour after they began, and forgotten at the next new one', () => {
    const earlier = NOW - 30 * MINUTE;
    expect(stepsAfter([60 * MINUTE, 0], earlier)).toEqual([60 * MINUTE]);
    expect(stepsAfter([60 * MINUTE + 10_000, 0], earlier)).toEqual([]);
  });
});

describe('the value of a series', () => {
  const store = new MetricStore();
  for (let ms = 1; ms <= 100; ms += 1) store.addLine(line(NOW, { CachedResponseTime: ms }));
  store.addLine(line(NOW, { CacheMemoryHits: 3 }));

  test.each([
    ['p50', 50],
    ['p95', 95],
    ['p99', 99],
    ['Maximum', 100],
    ['Average', 50.5],
    ['SampleCount', 100],
    ['Sum', 5050],
  ] as const)('%s of 1 to 100 is %d', (statistic, value) => {
    expect(overall(store, { ...time, statistic })).toBe(value);
  });

  test('a ratio holds a metric without data for zero, and is unknown without any', () => {
    const hits = own('CacheMemoryHits', '');
    const misses = own('CacheMisses', '');
    expect(overall(store, ratio('r', '', [hits], [hits, misses]))).toBe(100);
    expect(overall(store, ratio('r', '', [misses], [hits, misses]))).toBe(0);
    expect(overall(store, ratio('r', '', [misses], [misses]))).toBeUndefined();
  });

  test('a sum by the hour adds each term times its factor, and is unknown without any', () => {
    const hits = { series: own('CacheMemoryHits', ''), factor: 2 };
    const misses = { series: own('CacheMisses', ''), factor: 5 };
    expect(overall(store, hourly('h', '', [hits, misses]))).toBe(3 * 2 * 60);
    expect(overall(store, hourly('h', '', [misses]))).toBeUndefined();
  });

  test('a rate is by the second', () => {
    expect(overall(store, rate('', own('CacheMemoryHits', '')))).toBe(3 / 60);
    expect(overall(store, rate('', own('CacheMisses', '')))).toBeUndefined();
  });
});
