/** What `/local/metrics` answers: the dashboard's own definitions, evaluated over the last hour. Times are ms since 1970. */
export interface MetricsAnswer {
  readonly from: number;
  readonly to: number;
  /** What one point stands for. */
  readonly periodSeconds: number;
  readonly rows: readonly { readonly question: string; readonly panels: readonly Panel[] }[];
}

export interface Panel {
  readonly title: string;
  readonly unit: string;
  readonly isStacked: boolean;
  /** Targets, and where alarms begin. */
  readonly lines: readonly { readonly label: string; readonly value: number }[];
  readonly series: readonly Series[];
}

export interface Series {
  readonly id: string;
  readonly label: string;
  /** Over the whole hour; absent when there is no data. */
  readonly overall?: number;
  /** Where there is data, oldest first. */
  readonly points: readonly Point[];
}

export type Point = readonly [at: number, value: number];

/** What is plotted of the time. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly periodMs: number;
}
