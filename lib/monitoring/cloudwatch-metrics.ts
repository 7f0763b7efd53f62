import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmRule } from './alarm-rules.ts';
import { type MetricSeries, metricsOf, type Series } from './series.ts';

/** A series as CloudWatch draws it. */
export function cloudWatchMetric(series: Series, period: Duration): IMetric {
  return series.kind === 'metric' ? metric(series, period) : expression(series, formula(series), period);
}

/** What an alarm watches: its series, healthy where there are too few samples to tell. */
export function watchedMetric({ series, minSamples, breaches, periodSeconds }: AlarmRule): IMetric {
  const period = Duration.seconds(periodSeconds);
  if (series.kind !== 'ratio' || minSamples === undefined) return cloudWatchMetric(series, period);
  const healthy = breaches === 'above' ? 0 : 100;
  return expression(series, `IF(${total(series.whole)} >= ${minSamples}, ${formula(series)}, ${healthy})`, period);
}

function metric(
  { namespace, metric: metricName, dimensions, statistic, label }: MetricSeries,
  period: Duration,
): Metric {
  return new Metric({ namespace, metricName, dimensionsMap: { ...dimensions }, statistic, label, period });
}

function expression(series: Series, text: string, period: Duration): MathExpression {
  const usingMetrics = Object.fromEntries(metricsOf(series).map((each) => [each.id, metric(each, period)]));
  return new MathExpression({ expression: text, usingMetrics, label: series.label, period });
}

function formula(series: Exclude<Series, MetricSeries>): string {
  switch (series.kind) {
    case 'ratio':
      return `100 * (${total(series.part)}) / (${total(series.whole)})`;
    case 'hourly': {
      const terms = series.terms.map(({ series: { id }, factor }) => `${decimal(factor)} * FILL(${id}, 0)`);
      return `3600 / PERIOD(${series.terms[0]!.series.id}) * (${terms.join(' + ')})`;
    }
    case 'rate':
      return `${series.of.id} / PERIOD(${series.of.id})`;
  }
}

/** A count that nothing was added to has no data, which would make the whole sum unknown. */
const total = (parts: readonly MetricSeries[]): string => parts.map(({ id }) => `FILL(${id}, 0)`).join(' + ');

/** Metric math knows no exponents. */
const decimal = (value: number): string => value.toFixed(18).replace(/0+$/, '');
