import { METRICS_NAMESPACE, SERVICE, unitOf } from '../../contract/metrics.ts';
import type { Measurement } from './request-metrics.ts';

/**
 * Makes log lines that are also lines of metrics (CloudWatch User Guide, "Specification: Embedded metric format"). Most
 * requests need one such line, which costs a fraction of a line of the logger and one of the metrics. It has the fields
 * of both.
 */
export class MetricLine {
  readonly #stage: string;
  /** The part that all lines with the same metrics share, by the names of the metrics. */
  readonly #prepared = new Map<string, string>();

  constructor(stage: string) {
    this.#stage = JSON.stringify(stage);
  }

  /**
   * @param at milliseconds since 1970
   * @param fields of the log line; undefined for a line of metrics only
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
        Metrics: measured.map(([metric]) => ({ Name: metric, Unit: unitOf(metric) })),
      };
      definition = `"CloudWatchMetrics":[${JSON.stringify(directive)}]},"service":"${SERVICE}","stage":${this.#stage}`;
      this.#prepared.set(names, definition);
    }
    return definition;
  }
}
