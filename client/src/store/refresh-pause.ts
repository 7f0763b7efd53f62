import type { Clock } from '../clock.ts';

/** Milliseconds without another background refresh after a failed one. */
const PAUSE_MS = 10_000;

/** Keeps a page that shows a stale title again and again from asking a struggling API each time. */
export interface RefreshPause {
  holds(key: string): boolean;
  /** @param retryAfter seconds that the server asked for */
  begin(key: string, retryAfter: number | undefined): void;
}

export function createRefreshPause(clock: Clock): RefreshPause {
  const pauses = new Map<string, number>();
  return {
    holds: (key) => clock.now() < (pauses.get(key) ?? 0),
    begin: (key, retryAfter = 0) => {
      pauses.set(key, clock.now() + Math.max(PAUSE_MS, retryAfter * 1000));
    },
  };
}
