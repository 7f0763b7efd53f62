/** The answer of `GET /local/health`: what the local stack knows of its sources. Moments are in UTC, as text. */
export interface HealthAnswer {
  /** Whether the stage has health; without it nothing else is there. */
  readonly isOn: boolean;
  /** Absent before the first run. */
  readonly lastRun?:
    | {
        readonly at: string;
        readonly probed: number;
        /** Probes that found a source that nobody can play. It is judged after several of them. */
        readonly failed: number;
        readonly originsDown: readonly string[];
        readonly blocked: boolean;
      }
    | undefined;
  /** How many are not well; `sources` has the worst of them. */
  readonly unwell?: number;
  readonly sources?: readonly UnwellSource[];
}

export interface UnwellSource {
  readonly id: string;
  readonly condition: 'slow' | 'no-cors' | 'down';
  readonly since: string;
  readonly checkedAt: string;
  /** Key of a content that has it. */
  readonly content?: string | undefined;
  readonly origin?: string | undefined;
  readonly reason?: string | undefined;
}
