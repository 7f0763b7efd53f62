import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmRule } from './feature.ts';
import { type MetricSeries, metricsOf, type Series } from './series.ts';

/** A series as a metric of CloudWatch. */
export function cloudWatchMetric(series: Series, period: Duration): IMetric {
  return series.kind === 'metric' ? metric(series, period) : expression(series, formula(series), period);
}

/** The metric that an alarm watches: its series, healthy where there are too few samples. */
export function watchedMetric({ series, minSamples, breaches, missing, periodSeconds }: AlarmRule): IMetric {
  const period = Duration.seconds(periodSeconds);
  if (minSamples === undefined)
    return missing === 'notBreaching' ? filled(series, period) : cloudWatchMetric(series, period);
  if (series.kind === 'metric') return percentileOfEnough(series, minSamples, period);
  if (series.kind !== 'ratio') throw new Error(`${series.label}: only ratios and percentiles have samples`);
  const healthy = breaches === 'above' ? 0 : 100;
  return expression(series, `IF(${total(series.whole)} >= ${minSamples}, ${formula(series)}, ${healthy})`, period);
}

/**
 * Zero where there are no data. Alarms on metrics of AWS/DynamoDB ignore missing data whatever their setting, and some
 * of these metrics have data only while something is wrong: such an alarm would never end (CloudWatch API Reference,
 * "PutMetricAlarm", TreatMissingData).
 */
function filled(series: Series, period: Duration): IMetric {
  if (series.kind === 'metric') return expression(series, `FILL(${series.id}, 0)`, period);
  if (series.kind === 'rate') return expression(series, `FILL(${series.of.id}, 0) / PERIOD(${series.of.id})`, period);
  return cloudWatchMetric(series, period);
}

/**
 * Zero where there are too few samples. An alarm's setting for that waits for 200 of them at the 95th percentile, and
 * keeps its state until then (CloudWatch User Guide, "Percentile-based alarms and low data samples").
 */
function percentileOfEnough(series: MetricSeries, minSamples: number, period: Duration): IMetric {
  const samples: MetricSeries = { ...series, id: `${series.id}_samples`, statistic: 'SampleCount', label: 'samples' };
  const usingMetrics = { [series.id]: metric(series, period), [samples.id]: metric(samples, period) };
  const text = `IF(FILL(${samples.id}, 0) >= ${minSamples}, ${series.id}, 0)`;
  return new MathExpression({ expression: text, usingMetrics, label: series.label, period });
}

function metric(
  { namespace, metric: metricName, dimensions, region, statistic, label }: MetricSeries,
  period: Duration,
): Metric {
  const place = region === undefined ? {} : { region };
  return new Metric({ namespace, metricName, dimensionsMap: { ...dimensions }, ...place, statistic, label, period });
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

/** The sum of counts. A count without data is zero, or the whole sum would be unknown. */
const total = (parts: readonly MetricSeries[]): string => parts.map(({ id }) => `FILL(${id}, 0)`).join(' + ');

/** Without an exponent, which metric math has no notation for. */
const decimal = (value: number): string => value.toFixed(18).replace(/0+$/, '');
