import { METRICS_NAMESPACE, type MetricName, type ProviderMetricName, SERVICE } from '../../contract/metrics.ts';

/*
 * A series is one line of a graph, and what an alarm watches. It is data, so that CloudWatch and the local stack draw
 * the same from one definition. Nothing here may import CDK, which would slow the local stack's start.
 */

export type Statistic = 'Sum' | 'Average' | 'Maximum' | 'SampleCount' | 'p50' | 'p95' | 'p99';

interface Named {
  /** Its name in metric math: a lower-case letter, then letters, digits and underscores. */
  readonly id: string;
  readonly label: string;
}

/** One statistic of one metric. */
export interface MetricSeries extends Named {
  readonly kind: 'metric';
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Where it is not the stage's. */
  readonly region?: string;
  readonly statistic: Statistic;
}

/** The sum of `part` in per cent of the sum of `whole`. */
export interface RatioSeries extends Named {
  readonly kind: 'ratio';
  readonly part: readonly MetricSeries[];
  readonly whole: readonly MetricSeries[];
}

/** The sum of each term times its factor, by the hour. */
export interface HourlySeries extends Named {
  readonly kind: 'hourly';
  readonly terms: readonly { readonly series: MetricSeries; readonly factor: number }[];
}

/** A sum by the second. */
export interface RateSeries extends Named {
  readonly kind: 'rate';
  readonly of: MetricSeries;
}

export type Series = MetricSeries | RatioSeries | HourlySeries | RateSeries;

export const ratio = (
  id: string,
  label: string,
  part: readonly MetricSeries[],
  whole: readonly MetricSeries[],
): RatioSeries => ({ kind: 'ratio', id, label, part, whole });

export const hourly = (id: string, label: string, terms: HourlySeries['terms']): HourlySeries => ({
  kind: 'hourly',
  id,
  label,
  terms,
});

export const rate = (label: string, of: MetricSeries): RateSeries => ({
  kind: 'rate',
  id: `${of.id}PerSecond`,
  label,
  of,
});

/** The metrics that a series is made of. */
export function metricsOf(series: Series): readonly MetricSeries[] {
  switch (series.kind) {
    case 'metric':
      return [series];
    case 'ratio':
      return [...series.part, ...series.whole];
    case 'hourly':
      return series.terms.map((term) => term.series);
    case 'rate':
      return [series.of];
  }
}

/** Makes series of metrics with these dimensions, whose ids have a beginning and an end beside metric and statistic. */
const seriesWith =
  <Name extends string>(namespace: string, dimensions: MetricSeries['dimensions'], begin = '', end = '') =>
  (metric: Name, label: string, statistic: Statistic = 'Sum'): MetricSeries => {
    const id = `${begin}${metric}_${statistic}${end}`.replace(/\W/g, '_');
    const idOfMath = `${id[0]!.toLowerCase()}${id.slice(1)}`;
    return { kind: 'metric', id: idOfMath, label, namespace, metric, dimensions, statistic };
  };

/** Makes series of the project's metrics of one stage. */
export const ownSeries = (stage: string) => seriesWith<MetricName>(METRICS_NAMESPACE, { service: SERVICE, stage });

/** Makes series of the project's metrics of one provider. The dimension `upstream` is a public name. */
export const providerSeries = (stage: string, provider: string) =>
  seriesWith<ProviderMetricName>(
    METRICS_NAMESPACE,
    { service: SERVICE, stage, upstream: provider },
    '',
    `_${provider}`,
  );

/** Makes series of an AWS service's metrics of one resource. @param of distinguishes two resources in one graph */
export const awsSeries = (namespace: string, of: string, dimensions: MetricSeries['dimensions']) =>
  seriesWith<string>(namespace, dimensions, `${of}_`);
