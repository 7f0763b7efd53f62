import type { UsageQuality, UsageRow } from '../usage.ts';

/** The answer of `GET /local/usage?by=quality|cdn|title|source|hour[&days=1]`, for the console. */
export interface UsageAnswer {
  /** Whether the stage measures; without it nothing else is there. */
  readonly isOn: boolean;
  readonly days?: number;
  /** In the order of the classes, of time, or the most watched first. */
  readonly rows?: readonly UsageRow[];
  /** Only by hour: played seconds of each class in each hour that has any, oldest first. */
  readonly hours?: readonly UsageHour[];
}

/** What the stage's function reports, over the same rows. */
export type UsageReport = Required<Pick<UsageAnswer, 'days' | 'rows'>> & Pick<UsageAnswer, 'hours'>;

export interface UsageHour {
  /** `2026-11-26T19:00:00Z` */
  readonly hour: string;
  readonly playedSeconds: Readonly<Partial<Record<UsageQuality, number>>>;
}
