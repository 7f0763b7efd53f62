import type { MetricsAnswer, PanelAnswer, SeriesAnswer } from '../../contract/local/metrics.ts';
import type { Clock } from '../../lambda/clock.ts';
import type { MonitoredStage, Panel, Row } from '../../lib/monitoring/feature.ts';
import { awsSeries, type MetricSeries, metricsOf, type Series } from '../../lib/monitoring/series.ts';
import { watchStage } from '../../lib/monitoring/watch-stage.ts';
import type { FunctionDefinition } from '../template/template.ts';
import { KEPT_MS, MetricStore, STEP_MS } from './metric-store.ts';
import { seriesValue } from './series-value.ts';
import { type SummaryRule, summaryRules } from './summary.ts';

const GATEWAY = 'AWS/ApiGateway';

/** The services whose metrics exist in the cloud only. */
const NOT_HERE = ['AWS/Lambda', 'AWS/DynamoDB', 'AWS/Logs'];

/** The stage's dashboard, with the metrics that the functions and the gateway wrote on this machine. */
export class MetricsView {
  readonly store = new MetricStore();
  readonly #clock: Clock;
  readonly #rows: readonly Row[];
  readonly #summary: readonly SummaryRule[];
  readonly #gateway: ReturnType<typeof awsSeries>;

  /** @param functions of the template, whose environment names the stage and its providers */
  constructor(clock: Clock, functions: readonly FunctionDefinition[]) {
    this.#clock = clock;
    const monitored = monitoredStage(functions);
    this.#rows = watchStage(monitored).rows;
    const shown = this.#rows.flatMap(({ panels }) => panels).flatMap(({ series }) => series);
    this.#summary = summaryRules(monitored, shown);
    this.#gateway = awsSeries(GATEWAY, 'gateway', { ApiName: monitored.apiName, Stage: monitored.stage });
  }

  /** Counts one response as API Gateway does (Developer Guide, "Amazon API Gateway dimensions and metrics"). */
  addAnswer(status: number): void {
    const now = this.#clock.now();
    const count = (metric: string, value: number) => this.store.add(this.#gateway(metric, metric), now, value);
    count('Count', 1);
    count('4XXError', status >= 400 && status < 500 ? 1 : 0);
    count('5XXError', status >= 500 ? 1 : 0);
  }

  answer(): MetricsAnswer {
    const to = this.#clock.now();
    const steps = this.store.steps(to);
    return {
      from: to - KEPT_MS,
      to,
      periodSeconds: STEP_MS / 1000,
      summary: this.#summary.map(({ id, label, unit, value }) => ({ id, label, unit, ...this.#values(value, steps) })),
      rows: this.#rows.flatMap(({ question, panels }) => {
        const shown = panels.flatMap((panel) => this.#panel(panel, steps));
        return shown.length === 0 ? [] : [{ question, panels: shown }];
      }),
    };
  }

  #panel({ title, unit, isStacked, lines, series }: Panel, steps: readonly number[]): PanelAnswer[] {
    const shown = series.filter(exists);
    if (shown.length === 0) return [];
    const drawn = lines.filter(({ seriesId }) => seriesId === undefined || shown.some(({ id }) => id === seriesId));
    return [{ title, unit, isStacked, lines: drawn, series: shown.map((each) => this.#series(each, steps)) }];
  }

  #series(series: Series, steps: readonly number[]): SeriesAnswer {
    const value: SummaryRule['value'] = (read, seconds) => seriesValue(series, read, seconds);
    return { id: series.id, label: series.label, ...this.#values(value, steps) };
  }

  #values(value: SummaryRule['value'], steps: readonly number[]): Pick<SeriesAnswer, 'overall' | 'points'> {
    const over = (some: readonly number[], ms: number) =>
      value((metric: MetricSeries) => this.store.values(metric, some), ms / 1000);
    const overall = over(steps, Math.max(STEP_MS, this.#clock.now() - (steps[0] ?? 0)));
    const points = steps.flatMap((step) => {
      const known = over([step], STEP_MS);
      return known === undefined ? [] : [[step, known] as const];
    });
    return { ...(overall !== undefined && { overall }), points };
  }
}

const exists = (series: Series): boolean => metricsOf(series).every(({ namespace }) => !NOT_HERE.includes(namespace));

/** Only what the metrics on this machine depend on. The names of AWS's resources are not read. */
function monitoredStage(functions: readonly FunctionDefinition[]): MonitoredStage {
  const { environment = {} } = functions.find(({ key }) => key === 'extract') ?? {};
  const { STAGE = 'local', PROVIDERS = '[]', FALLBACK } = environment as Record<string, string | undefined>;
  const { CDNS } = environment as Record<string, string | undefined>;
  const nowhere = { name: '', logGroup: '', memoryMiB: 1024 };
  return {
    stage: STAGE,
    providers: JSON.parse(PROVIDERS) as MonitoredStage['providers'],
    ...(FALLBACK && { fallback: JSON.parse(FALLBACK) as MonitoredStage['fallback'] }),
    ...(CDNS && { cdns: JSON.parse(CDNS) as MonitoredStage['cdns'] }),
    apiName: 'local',
    functions: { extract: nowhere, refresh: nowhere },
    tables: { cache: '', catalogue: '', limits: '' },
    ...(functions.some(({ key }) => key === 'health') && { health: { everyMinutes: 5 } }),
    architecture: 'arm64',
  };
}
