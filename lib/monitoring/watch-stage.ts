import { costRow } from './costs.ts';
import type { Alarm, AlarmRule, Feature, Line, MonitoredStage, Panel, Row } from './feature.ts';
import { cache } from './features/cache.ts';
import { canary } from './features/canary.ts';
import { containers } from './features/containers.ts';
import { fallback } from './features/fallback.ts';
import { health } from './features/health.ts';
import { limits } from './features/limits.ts';
import { live } from './features/live.ts';
import { mediaEdge } from './features/media-edge.ts';
import { playback } from './features/playback.ts';
import { preferences } from './features/preferences.ts';
import { providers } from './features/providers.ts';
import { refresh } from './features/refresh.ts';
import { requests } from './features/requests.ts';
import { signing } from './features/signing.ts';
import { tables } from './features/tables.ts';
import { usage } from './features/usage.ts';

/** In the order of their alarms, and of their rows on the dashboard. */
const FEATURES: readonly Feature[] = [
  requests,
  cache,
  providers,
  fallback,
  refresh,
  limits,
  playback,
  tables,
  containers,
  canary,
  health,
  live,
  preferences,
  mediaEdge,
  signing,
  usage,
];

/** Every alarm that a stage may have. */
export const ALARMS: readonly Alarm[] = FEATURES.flatMap(({ alarms }) => alarms);

interface StageWatch {
  readonly rows: readonly Row[];
  readonly rules: AlarmRule[];
  /** Those of the features that the stage has: a question to its logs each. */
  readonly alarms: readonly Alarm[];
}

/** What a stage is watched for, and its dashboard: thresholds of alarms are lines in the graphs of what they watch. */
export function watchStage(stage: MonitoredStage): StageWatch {
  const watches = FEATURES.map((feature) => feature.watch(stage));
  const alarms = FEATURES.flatMap((feature, index) => (watches[index]!.rows ? feature.alarms : []));
  const rules = watches.flatMap((watch) => watch.rules ?? []);
  const panels = new Map<string, Panel[]>();
  for (const row of [
    ...watches.flatMap(({ rows = [] }) => rows),
    costRow(watches.flatMap(({ costs = [] }) => costs)),
  ]) {
    panels.set(row.question, [...(panels.get(row.question) ?? []), ...row.panels]);
  }
  const withThresholds = (panel: Panel) => ({ ...panel, lines: [...panel.lines, ...thresholds(panel, rules)] });
  const rows = [...panels].map(([question, its]) => ({ question, panels: its.map(withThresholds) }));
  return { rows, rules, alarms };
}

/** One line for each value; an alarm at the value of a target needs no other line. */
function thresholds({ series, lines }: Panel, rules: readonly AlarmRule[]): Line[] {
  const ids = new Set(series.map(({ id }) => id));
  const found = new Map<number, Line>();
  for (const { series, threshold, title } of rules) {
    if (!ids.has(series.id) || lines.some(({ value }) => value === threshold)) continue;
    found.set(threshold, { value: threshold, label: `alarm: ${title}`, seriesId: series.id });
  }
  return [...found.values()];
}
