import type { MetricSeries, Series } from '../../lib/monitoring/series.ts';
import type { Distribution } from './metric-store.ts';

/**
 * The value of a series over a period, as CloudWatch computes it; undefined when there is no data.
 *
 * @param read returns all values of a metric in that period
 */
export function seriesValue(
  series: Series,
  read: (metric: MetricSeries) => Distribution,
  seconds: number,
): number | undefined {
  const total = (metrics: readonly MetricSeries[]) => metrics.reduce((sum, each) => sum + sumOf(read(each)), 0);
  switch (series.kind) {
    case 'metric':
      return statistic(series, read(series));
    case 'ratio': {
      const whole = total(series.whole);
      return whole === 0 ? undefined : (100 * total(series.part)) / whole;
    }
    case 'hourly': {
      if (series.terms.every((term) => read(term.series).size === 0)) return undefined;
      const sum = series.terms.reduce((sum, term) => sum + term.factor * sumOf(read(term.series)), 0);
      return (sum * 3600) / seconds;
    }
    case 'rate': {
      const values = read(series.of);
      return values.size === 0 ? undefined : sumOf(values) / seconds;
    }
  }
}

function statistic({ statistic: name }: MetricSeries, values: Distribution): number | undefined {
  if (values.size === 0) return undefined;
  switch (name) {
    case 'Sum':
      return sumOf(values);
    case 'SampleCount':
      return countOf(values);
    case 'Average':
      return sumOf(values) / countOf(values);
    case 'Maximum':
      return Math.max(...values.keys());
    default:
      return percentile(values, Number(name.slice(1)));
  }
}

/** The smallest value that the given percentage of all values does not exceed. */
function percentile(values: Distribution, percent: number): number | undefined {
  let left = (countOf(values) * percent) / 100;
  const sorted = [...values].sort(([a], [b]) => a - b);
  for (const [value, count] of sorted) {
    left -= count;
    if (left <= 0) return value;
  }
  return sorted.at(-1)?.[0];
}

const countOf = (values: Distribution): number => [...values.values()].reduce((sum, count) => sum + count, 0);

const sumOf = (values: Distribution): number => [...values].reduce((sum, [value, count]) => sum + value * count, 0);
