import type { RefreshHistory, StoredRecord } from './shared-store.ts';

/** After a failed refresh the next waits 5 s, then 10, 20, 40, then a minute each time. */
const FIRST_BACK_OFF_MS = 5_000;
const MAX_BACK_OFF_MS = 60_000;

/** More than the clocks of two containers differ by. */
const SKEW_MS = 15_000;

/** The history with one more failure in it, which happened at `now` (milliseconds since 1970). */
export function withFailedRefresh({ refreshes }: StoredRecord, now: number): RefreshHistory {
  const failed = (refreshes?.failed ?? 0) + 1;
  return { failed, notBefore: now + Math.min(FIRST_BACK_OFF_MS * 2 ** (failed - 1), MAX_BACK_OFF_MS) };
}

/** Whether the next refresh has to wait. A wait longer than any was written by a clock that was wrong. */
export const isBackingOff = ({ refreshes }: StoredRecord, now: number): boolean =>
  refreshes !== undefined && refreshes.notBefore > now && refreshes.notBefore <= now + MAX_BACK_OFF_MS + SKEW_MS;
