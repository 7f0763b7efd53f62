import type { Verdict } from '../probes/probe.ts';
import type { Condition } from './condition.ts';

/** What one run found. Moments are in UTC, as text. */
export interface HealthReport {
  readonly at: string;
  readonly probed: number;
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
  /** Probed sources that are down now. */
  readonly down: number;
  /** All sources that are known not to be well. */
  readonly unwell: number;
  /** How many conditions changed; `changes` has the first hundred. */
  readonly changed: number;
  readonly changes: readonly ConditionChange[];
  /** Origins of which every source fails, with those that were not in the run before. */
  readonly originsDown: readonly string[];
  readonly newlyDown: readonly string[];
  /** Every origin fails: the prober is blocked, and no condition changed. */
  readonly blocked: boolean;
}

export interface ConditionChange {
  readonly id: string;
  /** Key of a content that has the source. */
  readonly content: string;
  readonly from: Condition;
  readonly to: Condition;
  readonly reason?: string | undefined;
}

/** A run as it is stored: its report, and where the next one goes on. */
export interface HealthRun {
  readonly report: HealthReport;
  /** Key of the last recent content that was probed. */
  readonly afterRecent?: string | undefined;
  /** Key of the last row of the catalogue. */
  readonly afterRow?: string | undefined;
}
