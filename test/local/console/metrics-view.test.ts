import { describe, expect, test } from '@jest/globals';
import { METRICS_NAMESPACE, SERVICE } from '../../../contract/metrics.ts';
import { MetricsView } from '../../../local/console/metrics-view.ts';
import type { LogRecord } from '../../../local/lambda/function-log.ts';
import type { FunctionDefinition } from '../../../local/template/template.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const START = Date.UTC(2026, 10, 23, 12);
const extract = { key: 'extract', environment: { STAGE: 'dev', PROVIDERS: '[]' } } as unknown as FunctionDefinition;

/** Every series that is shown, by its id. */
const seriesOf = (view: MetricsView) =>
  new Map(
    view
      .answer()
      .rows.flatMap(({ panels }) => panels)
      .flatMap(({ series }) => series)
      .map((each) => [each.id, each]),
  );

test('the dashboard covers the last hour in points of ten seconds', async () => {
  const clock = new FakeClock(START);
  const view = new MetricsView(clock, [extract]);
  expect(view.answer()).toMatchObject({ from: START - 3_600_000, to: START, periodSeconds: 10 });
  await clock.advance(5_000);
  expect(view.answer()).toMatchObject({ from: START - 3_595_000, to: START + 5_000 });
});

test.each([
  [200, 0, 0],
  [399, 0, 0],
  [400, 100, 0],
  [429, 100, 0],
  [499, 100, 0],
  [500, 0, 100],
  [504, 0, 100],
])('of an answer %i, %i %% are client errors and %i %% server errors', (status, clientErrors, serverErrors) => {
  const view = new MetricsView(new FakeClock(START), [extract]);
  view.addAnswer(status);
  const shown = seriesOf(view);
  expect(shown.get('gateway_Count_Sum')).toMatchObject({ overall: 1, points: [[START, 1]] });
  expect(shown.get('clientErrorRatio')?.points).toEqual([[START, clientErrors]]);
  expect(shown.get('serverErrorRatio')?.points).toEqual([[START, serverErrors]]);
});

test('a rate is over the time since the first value, and over one step at least', async () => {
  const clock = new FakeClock(START);
  const view = new MetricsView(clock, [extract]);
  for (let answers = 0; answers < 30; answers += 1) view.addAnswer(200);
  const perSecond = () => seriesOf(view).get('gateway_Count_SumPerSecond');
  expect(perSecond()).toMatchObject({ overall: 3, points: [[START, 3]] });
  await clock.advance(60_000);
  expect(perSecond()).toMatchObject({ overall: 0.5, points: [[START, 3]] });
});

test('nothing is shown of services that exist in the cloud only', () => {
  const ids = [...seriesOf(new MetricsView(new FakeClock(START), [extract])).keys()];
  expect(ids.length).toBeGreaterThan(10);
  expect(ids.filter((id) => /throttle|duration|consumed|logs/i.test(id))).toEqual([]);
});

describe('the summary', () => {
  const PROVIDERS = JSON.stringify([
    { name: 'trial-provider', type: 'http' },
    { name: 'own', type: 'http' },
  ]);
  const environment = { STAGE: 'dev', PROVIDERS };
  const view = new MetricsView(new FakeClock(START), [{ ...extract, environment }]);
  const line = (dimensions: Record<string, string>, metrics: Record<string, number | number[]>) =>
    view.store.addLine({
      ...dimensions,
      ...metrics,
      _aws: {
        Timestamp: START,
        CloudWatchMetrics: [
          {
            Namespace: METRICS_NAMESPACE,
            Dimensions: [Object.keys(dimensions)],
            Metrics: Object.keys(metrics).map((Name) => ({ Name })),
          },
        ],
      },
    } as unknown as LogRecord);
  const numbers = () => Object.fromEntries(view.answer().summary.map(({ id, overall }) => [id, overall]));

  test('has five numbers, unknown before the first request', () => {
    expect(numbers()).toEqual({
      requests: undefined,
      p95: undefined,
      errors: undefined,
      hits: undefined,
      calls: undefined,
    });
  });

  test('counts errors of both kinds, and calls of the stage’s own providers; the time is of hits and misses', () => {
    for (const status of [200, 200, 404, 503]) view.addAnswer(status);
    const own = { service: SERVICE, stage: 'dev' };
    line(own, { CachedResponseTime: Array(19).fill(8), CacheMemoryHits: 3, CacheMisses: 1 });
    line(own, { UncachedResponseTime: [400, 500] });
    line({ ...own, upstream: 'own' }, { UpstreamAttempts: 3 });
    line({ ...own, upstream: 'trial-provider' }, { UpstreamAttempts: 1 });
    expect(numbers()).toEqual({ requests: 4, p95: 400, errors: 2, hits: 75, calls: 3 });
    expect(view.answer().summary[0]?.points).toEqual([[START, 4]]);
  });
});
