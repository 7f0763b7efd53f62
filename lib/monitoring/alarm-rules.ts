import type { MetricSeries, RatioSeries, Series } from './series.ts';
import type { MonitoredStage, StageSeries } from './stage-series.ts';

/** Each has a section of this title in the runbook, and a saved query. */
export const ALARM_TITLES = {
  ErrorRatio: 'Error ratio',
  CachedAnswersSlow: 'Cached answers slow',
  UncachedAnswersSlow: 'Uncached answers slow',
  HitRatioLow: 'Hit ratio low',
  UpstreamUnhealthy: 'Upstream unhealthy',
  RefreshesDropped: 'Refreshes dropped',
  RefreshesFailing: 'Refreshes failing',
  FunctionThrottled: 'Function throttled',
  LimiterFallback: 'Limiter fallback',
  CacheTableFailing: 'Cache table failing',
  TableThrottled: 'Table throttled',
  TableWritesNearMaximum: 'Table writes near maximum',
  ConcurrencyNearMaximum: 'Concurrency near maximum',
  CanaryFailing: 'Canary failing',
} as const;
export type AlarmName = keyof typeof ALARM_TITLES;

/** `page`: viewers are hurt now. `ticket`: look at it within the day. */
export type Severity = 'page' | 'ticket';

export interface AlarmRule {
  readonly name: AlarmName;
  /** What of several it watches: an upstream, a table. */
  readonly of?: string;
  readonly severity: Severity;
  readonly series: Series;
  readonly threshold: number;
  /** `below` breaches under the threshold, `above` over it. */
  readonly breaches: 'above' | 'below';
  /** A ratio or a percentile of fewer than this in a period says nothing, and counts as healthy. */
  readonly minSamples?: number;
  readonly periodSeconds: number;
  /** So many of the last `of` periods must breach. */
  readonly periods: { readonly breaching: number; readonly of: number };
  /**
   * Periods without data. `notBreaching`: where nobody asks anything, nothing is wrong. `insufficient`: data that stop
   * coming are as bad as a breach, and before the first have come nothing is known.
   */
  readonly missing: 'notBreaching' | 'insufficient';
}

const MINUTE = 60;
const FIVE_MINUTES = 300;
const QUARTER_HOUR = 900;

/** The spec's performance targets, in milliseconds and per cent. */
export const TARGETS = { cachedMs: 2_000, uncachedMs: 5_000, hitPercent: 80, errorPercent: 1 } as const;

/** Of a cost fuse, in per cent: time to look before it blows. */
const NEAR_MAXIMUM = 80;

/** What a stage is watched for. */
export function alarmRules(series: StageSeries, monitored: MonitoredStage): AlarmRule[] {
  const { reservedConcurrency, maxWriteRequestUnits } = monitored;
  return [
    {
      ...ratioAbove('ErrorRatio', series.serverErrorRatio, TARGETS.errorPercent, 20),
      severity: 'page',
      periodSeconds: MINUTE,
      periods: { breaching: 3, of: 5 },
    },
    percentileAbove('CachedAnswersSlow', series.cachedTimes[1]!, TARGETS.cachedMs),
    percentileAbove('UncachedAnswersSlow', series.uncachedTimes[1]!, TARGETS.uncachedMs),
    {
      ...ratioAbove('HitRatioLow', series.hitRatio, TARGETS.hitPercent, 200),
      breaches: 'below',
      periodSeconds: QUARTER_HOUR,
      periods: { breaching: 2, of: 3 },
    },
    ...series.upstreams.map(({ name, failureRatio }) => ({
      ...ratioAbove('UpstreamUnhealthy', failureRatio, 50, 5),
      of: name,
      severity: 'page' as const,
    })),
    above('RefreshesDropped', series.refreshesDropped, 0),
    ratioAbove('RefreshesFailing', series.refreshFailureRatio, 50, 5),
    { ...above('FunctionThrottled', series.throttles[0]!, 0), severity: 'page', periodSeconds: MINUTE },
    ratioAbove('LimiterFallback', series.limiterFallbackRatio, 1, 20),
    ratioAbove('CacheTableFailing', series.cacheTableErrorRatio, 5, 20),
    ...series.tables.flatMap(({ throttled }) =>
      throttled.map((each) => ({ ...above('TableThrottled', each, 0), of: each.label })),
    ),
    ...(maxWriteRequestUnits === undefined ? [] : tableFuses(series, maxWriteRequestUnits)),
    ...(reservedConcurrency === undefined
      ? []
      : [above('ConcurrencyNearMaximum', series.concurrency, (reservedConcurrency * NEAR_MAXIMUM) / 100)]),
    ...canaryRule(series, monitored),
  ];
}

const above = (name: AlarmName, series: Series, threshold: number): AlarmRule => ({
  name,
  severity: 'ticket',
  series,
  threshold,
  breaches: 'above',
  periodSeconds: FIVE_MINUTES,
  periods: { breaching: 2, of: 3 },
  missing: 'notBreaching',
});

const ratioAbove = (name: AlarmName, series: RatioSeries, percent: number, minSamples: number): AlarmRule => ({
  ...above(name, series, percent),
  minSamples,
});

/** One slow answer in twenty is what a 95th percentile is about. */
const percentileAbove = (name: AlarmName, series: MetricSeries, milliseconds: number): AlarmRule => ({
  ...above(name, series, milliseconds),
  minSamples: 20,
});

/** The catalogue's table has no maximum: it is written by the operator only. */
const tableFuses = ({ tables }: StageSeries, unitsPerSecond: number): AlarmRule[] =>
  tables
    .filter(({ name }) => name !== 'catalogue')
    .map(({ name, writes }) => ({
      ...above('TableWritesNearMaximum', writes, (unitsPerSecond * NEAR_MAXIMUM) / 100),
      of: name,
      periodSeconds: MINUTE,
    }));

/**
 * A canary that stops coming is no better than one that fails. Missing visits are not counted as failed ones: an alarm
 * that is just being created would then page before the first visit.
 */
function canaryRule(series: StageSeries, { canary }: MonitoredStage): AlarmRule[] {
  if (series.canary === undefined || canary === undefined) return [];
  const periodSeconds = Math.max(FIVE_MINUTES, canary.everyMinutes * MINUTE);
  const rule = above('CanaryFailing', series.canary.success, 1);
  return [{ ...rule, breaches: 'below', severity: 'page', periodSeconds, missing: 'insufficient' }];
}
