import type { Clock } from '../clock.ts';
import type { SharedStore } from './shared-store.ts';

/** The life of a lease that its holder keeps renewing. A dead holder is noticed when it runs out. */
export const LEASE_MS = 6_000;
const RENEW_EVERY_MS = 2_000;

/**
 * Renews a lease every two seconds until it is stopped. A renewal that cannot be written is tried again; one whose
 * condition fails means that another has taken over, and there is nothing left to renew.
 */
export function keepLease(store: SharedStore, clock: Clock, key: string, owner: string): { stop(): Promise<void> } {
  const stopped = new AbortController();
  const renewing = (async () => {
    for (;;) {
      try {
        await clock.sleep(RENEW_EVERY_MS, stopped.signal);
      } catch {
        return;
      }
      const held = await store.renew(key, owner, clock.now() + LEASE_MS).catch(() => true);
      if (!held) return;
    }
  })();
  return {
    stop: () => {
      stopped.abort();
      return renewing;
    },
  };
}
