import type { Verdict } from '../probes/probe.ts';

/** What is known of a source's health, the better first. Only `down` cannot be played by anybody. */
export const CONDITIONS = ['ok', 'slow', 'no-cors', 'down'] as const;
export type Condition = (typeof CONDITIONS)[number];
export type BadCondition = Exclude<Condition, 'ok'>;

/** A probe that is nearer to the one before it than this says nothing new. */
const APART_MS = 60_000;

/** What was found so long ago counts for nothing. */
const LAPSES_AFTER_MS = 24 * 60 * 60_000;

export interface Thresholds {
  /** Probes in a row that must be worse than the condition, to make it worse. */
  readonly failuresToDown: number;
  /** Probes in a row that must be better than the condition, to make it better. */
  readonly successesToUp: number;
}

/** Probes in a row that contradict a condition, all in one direction. Moments are milliseconds since 1970. */
export interface Streak {
  readonly direction: 'worse' | 'better';
  /** Of those in the streak the nearest to the condition. */
  readonly to: Condition;
  readonly count: number;
  readonly lastAt: number;
}

/** The health of one source, with the evidence against it. */
export interface SourceHealth {
  readonly condition: Condition;
  readonly since: number;
  readonly checkedAt: number;
  readonly streak?: Streak | undefined;
}

/** What a verdict says of a source's condition; undefined where it says nothing. */
export function conditionOf(verdict: Verdict): Condition | undefined {
  if (verdict === 'inconclusive') return undefined;
  return verdict === 'ok' || verdict === 'slow' || verdict === 'no-cors' ? verdict : 'down';
}

/**
 * A source's health after one more probe. It changes only when enough probes in a row, each a minute after the one
 * before, agree on a direction: one that fails every other time never changes.
 *
 * @param known undefined for a source that has never been probed
 * @param at of the probe, milliseconds since 1970
 */
export function withProbe(
  known: SourceHealth | undefined,
  found: Condition,
  at: number,
  thresholds: Thresholds,
): SourceHealth {
  const former = known === undefined || hasLapsed(known, at) ? fresh(at) : known;
  const { condition, since } = former;
  const checkedAt = Math.max(former.checkedAt, at);
  const distance = severity(found) - severity(condition);
  if (distance === 0) return { condition, since, checkedAt };
  const direction = distance > 0 ? 'worse' : 'better';
  const streak = continued(former.streak, direction, found, at);
  const needed = direction === 'worse' ? thresholds.failuresToDown : thresholds.successesToUp;
  if (streak.count >= needed) return { condition: streak.to, since: at, checkedAt };
  return { condition, since, checkedAt, streak };
}

function continued(former: Streak | undefined, direction: Streak['direction'], found: Condition, at: number): Streak {
  if (former?.direction !== direction) return { direction, to: found, count: 1, lastAt: at };
  if (at - former.lastAt < APART_MS) return former;
  const nearest = direction === 'worse' ? Math.min : Math.max;
  const to = CONDITIONS[nearest(severity(former.to), severity(found))]!;
  return { direction, to, count: former.count + 1, lastAt: at };
}

const fresh = (at: number): SourceHealth => ({ condition: 'ok', since: at, checkedAt: at });
const severity = (condition: Condition): number => CONDITIONS.indexOf(condition);

/** For a sort, the worst first. */
export const bySeverity = (a: { readonly condition: Condition }, b: { readonly condition: Condition }): number =>
  severity(b.condition) - severity(a.condition);

export const hasLapsed = ({ checkedAt }: Pick<SourceHealth, 'checkedAt'>, at: number): boolean =>
  at - checkedAt > LAPSES_AFTER_MS;
