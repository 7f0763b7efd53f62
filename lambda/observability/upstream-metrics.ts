import { UPSTREAM_METRICS, type UpstreamMetricName } from '../../contract/metrics.ts';
import type { RequestRecord } from './request-record.ts';
import { upstreamMetrics } from './telemetry.ts';

/** Writes one line of metrics for each upstream that was asked. */
export function writeUpstreamMetrics({ attempts, extractions }: Pick<RequestRecord, 'attempts' | 'extractions'>): void {
  const asked = new Set([...attempts, ...extractions].map(({ provider }) => provider));
  for (const upstream of asked) {
    const metrics = upstreamMetrics(upstream);
    const add = (name: UpstreamMetricName, value: number) =>
      metrics.addMetric(name, UPSTREAM_METRICS[name].unit, value);
    for (const attempt of attempts.filter((each) => each.provider === upstream)) {
      add('UpstreamAttempts', 1);
      add('UpstreamLatency', attempt.durationMs);
    }
    for (const { outcome } of extractions.filter((each) => each.provider === upstream)) {
      if (outcome === 'blocked') {
        add('BreakerOpen', 1);
        continue;
      }
      add('UpstreamExtractions', 1);
      // A zero keeps the ratio at nought while all is well, instead of unknown.
      add('UpstreamFailures', outcome === 'invalid' || outcome === 'unavailable' ? 1 : 0);
    }
    metrics.publishStoredMetrics();
  }
}
