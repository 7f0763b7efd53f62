import type { ProviderSettings } from '../../contract/provider-settings.ts';
import type { CdnSettings } from '../../contract/settings/cdns.ts';
import type { FallbackSettings } from '../../contract/settings/fallback.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import type { HourlySeries, MetricSeries, RatioSeries, Series } from './series.ts';

/*
 * What a feature contributes to the monitoring of a stage: a file in `features/`, listed in `watch-stage.ts`. It is
 * data, from which CloudWatch's dashboard, alarms and saved queries are made, and the local stack's view. Nothing here
 * may import CDK at run time, which would slow the local stack's start.
 */

export interface Feature {
  /** All that it may have in any stage. Each has a section with its title in the runbook, and a saved query. */
  readonly alarms: readonly Alarm[];
  /** What one stage is watched by; empty where the stage does without the feature. */
  watch(stage: MonitoredStage): Watch;
}

export interface Watch {
  /** Rows of the same question become one, whichever features they are from. */
  readonly rows?: readonly Row[];
  readonly rules?: readonly AlarmRule[];
  readonly costs?: readonly Cost[];
}

/** A part of what one AWS service costs: each metric times the price of one unit of it, in US dollars. */
export interface Cost {
  readonly service: 'gatewayCost' | 'lambdaCost' | 'tableCost' | 'logCost' | 'deliveryCost';
  readonly terms: HourlySeries['terms'];
}

/** The stage that is watched. The names of resources may be CDK's tokens. */
export interface MonitoredStage
  extends Pick<StageSettings, 'stage' | 'architecture'>,
    Partial<Pick<StageSettings, 'reservedConcurrency' | 'maxWriteRequestUnits'>> {
  readonly providers: readonly Pick<ProviderSettings, 'name' | 'type'>[];
  readonly cdns?: readonly Pick<CdnSettings, 'sign'>[] | undefined;
  readonly fallback?: Pick<FallbackSettings, 'strategy'> | undefined;
  readonly apiName: string;
  /** Of the WebSocket API. */
  readonly liveApiId?: string | undefined;
  readonly functions: {
    readonly extract: MonitoredFunction;
    readonly refresh: MonitoredFunction;
    readonly health?: MonitoredFunction;
    readonly preferences?: MonitoredFunction;
    readonly usage?: MonitoredFunction;
    readonly live?: MonitoredFunction;
    readonly notify?: MonitoredFunction;
  };
  readonly canary?: { readonly everyMinutes: number } | undefined;
  readonly health?: { readonly everyMinutes: number } | undefined;
  readonly mediaEdge?: { readonly distributionId: string; readonly functionName: string } | undefined;
  readonly tables: {
    readonly cache: string;
    readonly catalogue: string;
    readonly limits: string;
    readonly health?: string;
    readonly preferences?: string;
    readonly usage?: string;
    readonly live?: string;
  };
}

export interface MonitoredFunction {
  readonly name: string;
  readonly logGroup: string;
  readonly memoryMiB: number;
}

export interface Alarm {
  /** Id of its construct. */
  readonly name: string;
  readonly title: string;
  /** The first question to ask the logs when it goes off, in the language of CloudWatch Logs Insights. */
  readonly query: readonly string[];
}

/** An alarm whose title is its name in words. */
export const alarm = (name: string, query: readonly string[]): Alarm => ({
  name,
  title: name.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
  query,
});

/** `page`: viewers are hurt now. `ticket`: look at it within the day. */
export type Severity = 'page' | 'ticket';

/** When an alarm of one stage goes off. */
export interface AlarmRule extends Alarm {
  /** Which of several it watches: a provider, a table. */
  readonly of?: string;
  readonly severity: Severity;
  readonly series: Series;
  readonly threshold: number;
  /** `below` breaches under the threshold, `above` over it. */
  readonly breaches: 'above' | 'below';
  /** A ratio or a percentile of fewer samples in a period means nothing, and counts as healthy. */
  readonly minSamples?: number;
  readonly periodSeconds: number;
  /** How many of the last `of` periods must breach. */
  readonly periods: { readonly breaching: number; readonly of: number };
  /**
   * Periods without data. `notBreaching`: without requests nothing is wrong. `insufficient`: data that stop coming are
   * as bad as a breach, and before the first have come nothing is known.
   */
  readonly missing: 'notBreaching' | 'insufficient';
}

export const MINUTE = 60;
export const FIVE_MINUTES = 300;
export const QUARTER_HOUR = 900;

/** The severity and the periods of most alarms. */
export const above = (alarm: Alarm, series: Series, threshold: number): AlarmRule => ({
  ...alarm,
  severity: 'ticket',
  series,
  threshold,
  breaches: 'above',
  periodSeconds: FIVE_MINUTES,
  periods: { breaching: 2, of: 3 },
  missing: 'notBreaching',
});

export const ratioAbove = (alarm: Alarm, series: RatioSeries, percent: number, minSamples: number): AlarmRule => ({
  ...above(alarm, series, percent),
  minSamples,
});

/** For a 95th percentile, which is about one answer in twenty. */
export const percentileAbove = (alarm: Alarm, series: MetricSeries, milliseconds: number): AlarmRule => ({
  ...above(alarm, series, milliseconds),
  minSamples: 20,
});

/** An alarm at four fifths of a cost fuse leaves time to look before it blows. */
export const nearMaximum = (maximum: number): number => (maximum * 80) / 100;

/** A row of the dashboard. */
export interface Row {
  /** The question that the row answers. */
  readonly question: string;
  readonly panels: readonly Panel[];
}

export const row = (question: string, ...panels: readonly Panel[]): Row => ({ question, panels });

/** Questions whose rows several features share. */
export const QUESTIONS = {
  speed: 'How fast are the answers?',
  errors: 'What goes wrong?',
  cache: 'Does the cache carry the load?',
  providers: 'Are the providers well?',
  operation: 'Do refreshes run, and do the limits hold?',
} as const;

/** A graph. */
export interface Panel {
  readonly title: string;
  readonly unit: 'count' | 'per second' | 'ms' | '%' | 'USD per hour';
  readonly series: readonly Series[];
  /** The targets. `watchStage` adds the thresholds of the alarms that watch what the panel shows. */
  readonly lines: readonly Line[];
  readonly isStacked: boolean;
}

/** A horizontal line: a target, or the threshold of an alarm. */
export interface Line {
  readonly label: string;
  readonly value: number;
  /** Of an alarm's line: what the alarm watches. */
  readonly seriesId?: string;
}

export const panel = (
  title: string,
  unit: Panel['unit'],
  series: readonly Series[],
  { target, isStacked = false }: { readonly target?: number; readonly isStacked?: boolean } = {},
): Panel => ({
  title,
  unit,
  series,
  isStacked,
  lines: target === undefined ? [] : [{ value: target, label: `target: ${target} ${unit}` }],
});
