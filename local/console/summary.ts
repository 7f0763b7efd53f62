import type { SummaryNumber } from '../../contract/local/metrics.ts';
import type { MonitoredStage } from '../../lib/monitoring/feature.ts';
import { awsSeries, type MetricSeries, ownSeries, providerSeries, type Series } from '../../lib/monitoring/series.ts';
import type { Distribution } from './metric-store.ts';
import { seriesValue } from './series-value.ts';
import { TRIAL_PROVIDER } from './trial-provider.ts';

type Read = (metric: MetricSeries) => Distribution;

/** A number of the summary, and how it is computed of a period. */
export interface SummaryRule extends Omit<SummaryNumber, 'overall' | 'points'> {
  value(read: Read, seconds: number): number | undefined;
}

/**
 * The five numbers that answer at a glance whether the stack is well.
 * @param shown all series of the dashboard, from which the hit ratio is taken
 */
export function summaryRules({ stage, apiName, providers }: MonitoredStage, shown: readonly Series[]): SummaryRule[] {
  const gateway = awsSeries('AWS/ApiGateway', 'gateway', { ApiName: apiName, Stage: stage });
  const own = ownSeries(stage);
  const times = [own('CachedResponseTime', 'p95', 'p95'), own('UncachedResponseTime', 'p95', 'p95')] as const;
  const errors = [gateway('4XXError', '4xx'), gateway('5XXError', '5xx')];
  // The console's own provider is asked at every miss, and is nobody's concern.
  const calls = providers
    .filter(({ name }) => name !== TRIAL_PROVIDER)
    .map(({ name }) => providerSeries(stage, name)('UpstreamAttempts', name));
  const hitRatio = shown.filter(({ id }) => id === 'hitRatio');
  return [
    { id: 'requests', label: 'Requests', unit: 'count', value: sumOf([gateway('Count', 'requests')]) },
    {
      id: 'p95',
      label: 'Response time, p95',
      unit: 'ms',
      value: (read, seconds) => seriesValue(times[0], () => together(times.map(read)), seconds),
    },
    { id: 'errors', label: 'Errors', unit: 'count', value: sumOf(errors) },
    {
      id: 'hits',
      label: 'Hit ratio',
      unit: '%',
      value: (read, seconds) => hitRatio.map((series) => seriesValue(series, read, seconds))[0],
    },
    { id: 'calls', label: 'Provider calls', unit: 'count', value: sumOf(calls) },
  ];
}

const sumOf =
  (metrics: readonly MetricSeries[]) =>
  (read: Read, seconds: number): number | undefined => {
    const sums = metrics.flatMap((metric) => seriesValue(metric, read, seconds) ?? []);
    return sums.length === 0 ? undefined : sums.reduce((sum, each) => sum + each, 0);
  };

function together(distributions: readonly Distribution[]): Distribution {
  const all = new Map<number, number>();
  for (const [value, count] of distributions.flatMap((each) => [...each])) {
    all.set(value, (all.get(value) ?? 0) + count);
  }
  return all;
}
