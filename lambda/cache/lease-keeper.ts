import { boundedCall } from '../bounded-call.ts';
import type { Clock } from '../clock.ts';
import type { SharedStore } from './shared-store.ts';
import { TABLE_MS } from './table-times.ts';

/** The life of a lease that its holder keeps renewing. A dead holder is noticed when it runs out. */
export const LEASE_MS = 6_000;
const RENEW_EVERY_MS = 2_000;

/** A lease that is being renewed. */
export interface LeaseKeeper {
  /** Another has taken the lease over. */
  readonly isLost: boolean;
  stop(): void;
}

/**
 * Renews a lease every two seconds until it is stopped or its extraction's time is up, which also ends a renewal under
 * way. A renewal that cannot be written in time is tried again before the lease expires; one whose condition fails means
 * that another has taken over, and there is nothing left to renew.
 *
 * @param deadline aborted when the extraction has to have ended: one that does not end must not keep others waiting
 */
export function keepLease(
  store: SharedStore,
  clock: Clock,
  key: string,
  owner: string,
  deadline: AbortSignal,
): LeaseKeeper {
  const stopped = new AbortController();
  const signal = AbortSignal.any([stopped.signal, deadline]);
  let isLost = false;
  const renew = async (): Promise<void> => {
    while (!isLost) {
      await clock.sleep(RENEW_EVERY_MS, signal);
      const isRenewed = await boundedCall(
        clock,
        TABLE_MS,
        (budget) => store.renew(key, owner, clock.now() + LEASE_MS, budget),
        signal,
      ).catch(() => true);
      isLost = !isRenewed;
    }
  };
  renew().catch(() => undefined);
  return {
    get isLost() {
      return isLost;
    },
    stop: () => stopped.abort(null),
  };
}
