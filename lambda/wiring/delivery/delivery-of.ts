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
    const [{ createDelivery }, ...needed] = await Promise.all([
      import('./create-delivery.ts'),
      import('../clients/secret-reader.ts'),
      import('../../observability/telemetry.ts'),
      import('../../observability/publish-metrics.ts'),
    ]);
    return createDelivery(settings, clock, ...needed);
  };
  return () => {
    if (!loading) {
      loading = load();
      // The next request tries again, and one that ends without it must not leave a rejection behind.
      loading.catch(() => {
        loading = undefined;
      });
    }
    return loading;
  };
}
