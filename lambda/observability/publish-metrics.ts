import type { Metrics } from '@aws-lambda-powertools/metrics';
import { type Measurement, unitOf } from '../../contract/metrics.ts';

/** Writes one line of metrics. */
export function publishMetrics(metrics: Metrics, measured: readonly Measurement[]): void {
  for (const [metric, value] of measured) metrics.addMetric(metric, unitOf(metric), value);
  metrics.publishStoredMetrics();
}
