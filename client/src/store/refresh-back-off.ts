import type { Clock } from '../clock.ts';

/** Milliseconds without another background refresh after a failed one. */
const BACK_OFF_MS = 10_000;

/** Limits how often a background refresh that fails is tried again, however often its title is shown. */
export interface RefreshBackOff {
  isActive(key: string): boolean;
  /** @param retryAfter seconds, as the server's Retry-After */
  begin(key: string, retryAfter: number | undefined): void;
}

export function createRefreshBackOff(clock: Clock): RefreshBackOff {
  const ends = new Map<string, number>();
  return {
    isActive: (key) => clock.now() < (ends.get(key) ?? 0),
    begin: (key, retryAfter = 0) => {
      ends.set(key, clock.now() + Math.max(BACK_OFF_MS, retryAfter * 1000));
    },
  };
}
