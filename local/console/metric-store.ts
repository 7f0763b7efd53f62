import type { MetricSeries } from '../../lib/monitoring/series.ts';
import type { LogRecord } from '../lambda/function-log.ts';

/** The step of the kept time, in milliseconds. */
export const STEP_MS = 10_000;

/** How far back values are kept, in milliseconds. */
export const KEPT_MS = 60 * 60_000;

/** How often each value was seen. Times are whole milliseconds, so an hour of any load has few different ones. */
export type Distribution = ReadonlyMap<number, number>;

type Source = Pick<MetricSeries, 'namespace' | 'metric' | 'dimensions'>;

/** The values of the last hour, in steps of ten seconds: what CloudWatch keeps of the functions' lines. */
export class MetricStore {
  readonly #steps = new Map<number, Map<string, Map<number, number>>>();

  /**
   * Takes in what a line of the embedded metric format says (CloudWatch User Guide, "Specification: Embedded metric
   * format"). Any other line is left alone.
   */
  addLine(record: LogRecord): void {
    const { Timestamp: at, CloudWatchMetrics: directives = [] } = (record._aws ?? {}) as Embedded;
    if (typeof at !== 'number') return;
    for (const { Namespace: namespace, Dimensions: dimensionSets, Metrics: metrics } of directives) {
      for (const names of dimensionSets) {
        const dimensions = Object.fromEntries(names.map((name) => [name, String(record[name])]));
        for (const { Name: metric } of metrics) {
          for (const value of [record[metric]].flat()) {
            if (typeof value === 'number') this.add({ namespace, metric, dimensions }, at, value);
          }
        }
      }
    }
  }

  /** @param at milliseconds since 1970 */
  add(source: Source, at: number, value: number): void {
    const step = at - (at % STEP_MS);
    let metrics = this.#steps.get(step);
    if (metrics === undefined) {
      metrics = new Map();
      this.#steps.set(step, metrics);
      for (const old of this.#steps.keys()) if (old < step - KEPT_MS) this.#steps.delete(old);
    }
    const key = keyOf(source);
    const values = metrics.get(key) ?? new Map<number, number>();
    metrics.set(key, values);
    values.set(value, (values.get(value) ?? 0) + 1);
  }

  /** The steps that hold anything and begin within the hour before `now`, oldest first. */
  steps(now: number): number[] {
    return [...this.#steps.keys()].filter((step) => step > now - KEPT_MS && step <= now).sort((a, b) => a - b);
  }

  /** All values of a metric in these steps. */
  values(source: Source, steps: readonly number[]): Distribution {
    const key = keyOf(source);
    const all = new Map<number, number>();
    for (const step of steps) {
      for (const [value, count] of this.#steps.get(step)?.get(key) ?? []) all.set(value, (all.get(value) ?? 0) + count);
    }
    return all;
  }
}

interface Embedded {
  readonly Timestamp?: unknown;
  readonly CloudWatchMetrics?: readonly {
    readonly Namespace: string;
    readonly Dimensions: readonly (readonly string[])[];
    readonly Metrics: readonly { readonly Name: string }[];
  }[];
}

function keyOf({ namespace, metric, dimensions }: Source): string {
  return JSON.stringify([namespace, metric, Object.entries(dimensions).sort()]);
}
