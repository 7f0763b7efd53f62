import type { MetricName } from '../../../contract/metrics.ts';
import type { Clock } from '../../clock.ts';
import type { Delivery } from './delivery.ts';

/** The delivery of a function. The first call loads it. */
export type DeliveryOf = () => Promise<Delivery>;

/**
 * Undefined for a stage without CDNs.
 *
 * @param settings JSON array of `CdnSettings`
 */
export function deliveryOf(settings: string, clock: Clock): DeliveryOf | undefined {
  let loading: Promise<Delivery> | undefined;
  if (settings === '') return undefined;
  const load = async () => {
    const [{ createDelivery }, { createSecretReader }, { logger, metrics }, { publishMetrics }] = await Promise.all([
      import('./create-delivery.ts'),
      import('../secret-reader.ts'),
      import('../../observability/telemetry.ts'),
      import('../../observability/publish-metrics.ts'),
    ]);
    const count = (metric: MetricName) => publishMetrics(metrics, [[metric, 1]]);
    return createDelivery(settings, clock, createSecretReader(clock), { logger, count });
  };
  return () => {
    if (loading) return loading;
    const begun = load();
    loading = begun;
    // The next request tries again; a request that ends before it needs this one must not leave a rejection behind.
    begun.catch(() => {
      loading = undefined;
    });
    return begun;
  };
}
