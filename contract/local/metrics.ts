/** The answer of `GET /local/metrics`: the dashboard of the last hour. Times are milliseconds since 1970. */
export interface MetricsAnswer {
  readonly from: number;
  readonly to: number;
  /** The length of time that one point covers. */
  readonly periodSeconds: number;
  /** Whether the stack is well, at a glance: requests, response time, errors, hit ratio, calls of providers. */
  readonly summary: readonly SummaryNumber[];
  readonly rows: readonly { readonly question: string; readonly panels: readonly PanelAnswer[] }[];
}

export interface SummaryNumber {
  readonly id: 'requests' | 'p95' | 'errors' | 'hits' | 'calls';
  readonly label: string;
  readonly unit: string;
  /** As of a series. */
  readonly overall?: number;
  readonly points: readonly Point[];
}

export interface PanelAnswer {
  readonly title: string;
  readonly unit: string;
  readonly isStacked: boolean;
  /** Targets, and thresholds of alarms. */
  readonly lines: readonly { readonly label: string; readonly value: number }[];
  readonly series: readonly SeriesAnswer[];
}

export interface SeriesAnswer {
  readonly id: string;
  readonly label: string;
  /** Over the hour, or as much of it as has data; absent when there is none. */
  readonly overall?: number;
  /** Where there is data, oldest first. */
  readonly points: readonly Point[];
}

export type Point = readonly [at: number, value: number];
