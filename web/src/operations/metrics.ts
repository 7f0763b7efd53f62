/** What `/local/metrics` answers: the dashboard's own definitions, evaluated over the last hour. */
export interface MetricsAnswer {
  readonly rows: readonly MetricsRow[];
}

export interface MetricsRow {
  readonly title: string;
  readonly series: readonly Series[];
}

export interface Series {
  readonly label: string;
  /** As CloudWatch names units: `Count`, `Milliseconds`, `Percent`. */
  readonly unit: string;
  readonly statistic: string;
  /** Milliseconds since 1970, and the value of the minute that begins then. Oldest first. */
  readonly points: readonly (readonly [at: number, value: number])[];
}
