import { type ProviderMetricName, unitOf } from '../../contract/metrics.ts';
import type { ProviderEvent } from '../providers/events.ts';
import type { ExtractionEvents } from './extraction-events.ts';
import { providerMetrics } from './telemetry.ts';

const FAILED: ReadonlySet<ProviderEvent['outcome']> = new Set(['invalid', 'unavailable', 'overtaken']);

/** Writes one line of metrics for each provider of an extraction. */
export function writeProviderMetrics({ attempts, extractions }: ExtractionEvents): void {
  const providers = new Set([...attempts, ...extractions].map(({ provider }) => provider));
  for (const provider of providers) {
    const metrics = providerMetrics(provider);
    const add = (name: ProviderMetricName, value: number) => metrics.addMetric(name, unitOf(name), value);
    for (const attempt of attempts.filter((each) => each.provider === provider)) {
      add('UpstreamAttempts', 1);
      // A call that was ended early would make the provider look fast.
      if (attempt.outcome !== 'cancelled') add('UpstreamLatency', attempt.durationMs);
    }
    for (const { outcome } of extractions.filter((each) => each.provider === provider)) {
      if (outcome === 'blocked') {
        add('BreakerOpen', 1);
        continue;
      }
      add('UpstreamExtractions', 1);
      // A zero keeps the ratio at 0 while nothing fails; without it the ratio is unknown.
      add('UpstreamFailures', FAILED.has(outcome) ? 1 : 0);
    }
    metrics.publishStoredMetrics();
  }
}
