import { ALARM_TITLES, type AlarmRule, TARGETS } from './alarm-rules.ts';
import { rate, type Series } from './series.ts';
import type { StageSeries } from './stage-series.ts';

/** A horizontal line: a target, or where an alarm begins. */
export interface Line {
  readonly label: string;
  readonly value: number;
  /** Of an alarm's line: what the alarm watches. */
  readonly seriesId?: string;
}

export interface Panel {
  readonly title: string;
  readonly unit: 'count' | 'per second' | 'ms' | '%' | 'USD per hour';
  readonly series: readonly Series[];
  readonly lines: readonly Line[];
  readonly isStacked: boolean;
}

export interface Row {
  /** The question that the row answers. */
  readonly question: string;
  readonly panels: readonly Panel[];
}

/**
 * The dashboard: the five questions of the spec's "Key Metrics" in five rows, then what the stack's limits and its
 * operation cost. Thresholds of the alarms stand as lines in every graph that shows what they watch.
 */
export function dashboardRows(series: StageSeries, alarms: readonly AlarmRule[]): Row[] {
  const panel = (title: string, unit: Panel['unit'], shown: readonly Series[], options: PanelOptions = {}): Panel => ({
    title,
    unit,
    series: shown,
    isStacked: options.isStacked ?? false,
    lines: [...(options.targets ?? []), ...thresholds(shown, alarms, options)],
  });
  const { upstreams, breakersOpen, tables } = series;
  return [
    {
      question: 'How much is asked?',
      panels: [
        panel('Requests', 'count', [series.gatewayRequests, series.requests, series.rateLimited]),
        panel('Request rate', 'per second', [
          rate('at the gateway', series.gatewayRequests),
          rate('answered', series.requests),
        ]),
      ],
    },
    {
      question: 'How fast are the answers?',
      panels: [
        panel('Cached answers', 'ms', series.cachedTimes, { targets: [target(TARGETS.cachedMs, 'ms')] }),
        panel('Uncached answers', 'ms', series.uncachedTimes, { targets: [target(TARGETS.uncachedMs, 'ms')] }),
        ...(series.canary ? [panel('As the canary sees it', 'ms', [series.canary.time])] : []),
      ],
    },
    {
      question: 'What goes wrong?',
      panels: [
        panel('Error ratio', '%', [series.serverErrorRatio, series.clientErrorRatio], {
          targets: [target(TARGETS.errorPercent, '%')],
        }),
        panel('Errors by type', 'count', series.errors, { isStacked: true }),
        ...(series.canary ? [panel('Canary', 'count', [series.canary.success])] : []),
      ],
    },
    {
      question: 'Does the cache carry the load?',
      panels: [
        panel('Hit ratio', '%', [series.hitRatio, ...series.hitRatios], { targets: [target(TARGETS.hitPercent, '%')] }),
        panel('Lookups by outcome', 'count', series.cacheOutcomes, { isStacked: true }),
        panel('Waits of a herd', 'ms', [series.leaseWaitTime]),
        panel('Cache trouble', 'count', [series.leaseWaits, series.cacheTableErrors, series.purgesUnknown]),
        panel('Failed table calls', '%', [series.cacheTableErrorRatio]),
      ],
    },
    {
      question: 'Are the upstreams well?',
      panels: [
        panel(
          'Failed extractions',
          '%',
          upstreams.map(({ failureRatio }) => failureRatio),
        ),
        panel(
          'Latency of one call',
          'ms',
          upstreams.flatMap(({ median, latency }) => [median, latency]),
        ),
        panel(
          'Calls',
          'count',
          upstreams.map(({ attempts }) => attempts),
        ),
        panel(breakersOpen.length > 0 ? 'Breaker and links left out' : 'Links left out', 'count', [
          ...breakersOpen,
          series.sourcesDropped,
        ]),
      ],
    },
    {
      question: 'Do refreshes run, and do the limits hold?',
      panels: [
        panel('Refreshes', 'count', [...series.refreshes, series.refreshesDropped]),
        panel('Refreshes: time', 'ms', [series.refreshTime]),
        panel('Refreshes: failed', '%', [series.refreshFailureRatio]),
        panel('Throttles and faults', 'count', [...series.throttles, series.limiterFallbacks]),
        panel('Limiter on its own', '%', [series.limiterFallbackRatio]),
        panel('Containers', 'count', [series.concurrency, series.coldStarts]),
      ],
    },
    {
      question: 'How much are the tables used?',
      panels: [
        panel(
          'Write units',
          'per second',
          tables.map(({ writes }) => writes),
        ),
        panel(
          'Read units',
          'per second',
          tables.map(({ reads }) => reads),
        ),
        panel(
          'Throttled',
          'count',
          tables.flatMap(({ throttled }) => throttled),
        ),
      ],
    },
    {
      question: 'What does it cost?',
      panels: [panel('Estimated cost', 'USD per hour', series.costs, { isStacked: true })],
    },
  ];
}

interface PanelOptions {
  readonly isStacked?: boolean;
  readonly targets?: readonly Line[];
}

const target = (value: number, unit: string): Line => ({ value, label: `target: ${value} ${unit}` });

/** One line for each value; an alarm at the value of a target needs none of its own. */
function thresholds(shown: readonly Series[], alarms: readonly AlarmRule[], { targets = [] }: PanelOptions): Line[] {
  const ids = new Set(shown.map(({ id }) => id));
  const lines = new Map<number, Line>();
  for (const { series, threshold, name } of alarms) {
    if (!ids.has(series.id) || targets.some(({ value }) => value === threshold)) continue;
    lines.set(threshold, { value: threshold, label: `alarm: ${ALARM_TITLES[name]}`, seriesId: series.id });
  }
  return [...lines.values()];
}
