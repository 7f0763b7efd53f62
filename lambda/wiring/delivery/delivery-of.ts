import type { Clock } from '../../clock.ts';
import type { Delivery } from './delivery.ts';

/** The delivery of a function. The first call loads it. */
export type DeliveryOf = () => Promise<Delivery>;

/** @param settings JSON array of `CdnSettings` */
export function deliveryOf(settings: string, clock: Clock): DeliveryOf {
  let loading: Promise<Delivery> | undefined;
  return () => {
    if (loading) return loading;
    loading = import('./create-delivery.ts')
      .then(({ createDelivery }) => createDelivery(settings, clock))
      .catch((error) => {
        // The next request tries again.
        loading = undefined;
        throw error;
      });
    // A request that is refused meanwhile does not wait for it.
    loading.catch(() => undefined);
    return loading;
  };
}
