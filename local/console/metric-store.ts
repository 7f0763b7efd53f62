import type { MetricSeries } from '../../lib/monitoring/series.ts';
import type { LogRecord } from '../lambda/function-log.ts';

/** The period of one step, in milliseconds. */
export const STEP_MS = 10_000;

/** How far back values are kept, in milliseconds. */
export const KEPT_MS = 60 * 60_000;

/** Value → how often it was seen. Times are whole milliseconds, so an hour of any load has few different values. */
export type Distribution = ReadonlyMap<number, number>;

type Source = Pick<MetricSeries, 'namespace' | 'metric' | 'dimensions'>;

/** The values of the functions' metrics in the last hour, in steps of ten seconds. */
export class MetricStore {
  readonly #steps = new Map<number, Map<string, Map<number, number>>>();

  /**
   * Adds the values of a line in the embedded metric format (CloudWatch User Guide, "Specification: Embedded metric
   * format"). Any other line is ignored.
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

  /** The steps with values that begin within the hour before `now`, oldest first. */
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
