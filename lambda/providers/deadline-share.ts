import type { Deadline } from '../deadline.ts';

/** What each later provider keeps of the deadline, however long an earlier one hangs. */
const KEPT_FOR_LATER_MS = 3_000;

/**
 * The time of a provider after which `later` others are to be asked, in milliseconds: all of the deadline but 3 s for
 * each later one, and never less than an even part.
 */
export function shareOf(deadline: Deadline, later: number): number {
  const remaining = deadline.remaining();
  return Math.max(remaining - later * KEPT_FOR_LATER_MS, remaining / (later + 1));
}
