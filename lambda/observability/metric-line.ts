import { METRICS, METRICS_NAMESPACE, SERVICE } from '../../contract/metrics.ts';
import type { Measurement } from './request-metrics.ts';

/**
 * A log line that is also the request's line of metrics (CloudWatch User Guide, "Specification: Embedded metric
 * format"). Most requests need nothing else, and one line written in one go costs a fraction of what the logger and the
 * metrics would; its fields are theirs.
 */
export class MetricLine {
  readonly #stage: string;
  /** What stays the same for all lines with the same metrics, by the metrics' names. */
  readonly #prepared = new Map<string, string>();

  constructor(stage: string) {
    this.#stage = JSON.stringify(stage);
  }

  /**
   * @param at milliseconds since 1970
   * @param fields the request's own; undefined for a line of metrics only
   * @returns JSON text without a line break
   */
  text(at: number, measured: readonly Measurement[], fields?: object): string {
    let names = '';
    let values = '';
    for (const [metric, value] of measured) {
      names += `${metric} `;
      values += `,"${metric}":${value}`;
    }
    const own = fields === undefined ? '' : `${JSON.stringify(fields).slice(1, -1)},`;
    return `{${own}"_aws":{"Timestamp":${at},${this.#definition(names, measured)}${values}}`;
  }

  #definition(names: string, measured: readonly Measurement[]): string {
    let definition = this.#prepared.get(names);
    if (definition === undefined) {
      const directive = {
        Namespace: METRICS_NAMESPACE,
        Dimensions: [['service', 'stage']],
        Metrics: measured.map(([metric]) => ({ Name: metric, Unit: METRICS[metric].unit })),
      };
      definition = `"CloudWatchMetrics":[${JSON.stringify(directive)}]},"service":"${SERVICE}","stage":${this.#stage}`;
      this.#prepared.set(names, definition);
    }
    return definition;
  }
}
