import { METRICS_NAMESPACE, type Measurement, type MetricName, SERVICE, unitOf } from '../../contract/metrics.ts';

/**
 * Makes log lines that are also lines of metrics (CloudWatch User Guide, "Specification: Embedded metric format"). Most
 * requests need one such line, which costs a fraction of a line of the logger and one of the metrics. It has the fields
 * of both.
 */
export class MetricLine {
  readonly #stage: string;
  /** The part that all lines with the same metrics share, by the names of the metrics. */
  readonly #prepared = new Map<string, string>();
  /** That of the last line: most requests are hits, one after the other. */
  #last: { readonly names: readonly MetricName[]; readonly text: string } | undefined;

  constructor(stage: string) {
    this.#stage = JSON.stringify(stage);
  }

  /**
   * @param at milliseconds since 1970
   * @param fields of the log line, as the text of an object without its braces; undefined for a line of metrics only
   * @returns JSON text without a line break
   */
  text(at: number, measured: readonly Measurement[], fields?: string): string {
    let values = '';
    for (const [metric, value] of measured) values += `,"${metric}":${value}`;
    const own = fields === undefined ? '' : `${fields},`;
    return `{${own}"_aws":{"Timestamp":${at},${this.#definition(measured)}${values}}`;
  }

  #definition(measured: readonly Measurement[]): string {
    const last = this.#last;
    if (last?.names.length === measured.length && last.names.every((name, index) => name === measured[index]![0])) {
      return last.text;
    }
    const names = measured.map(([metric]) => metric);
    const key = names.join();
    let text = this.#prepared.get(key);
    if (text === undefined) {
      const directive = {
        Namespace: METRICS_NAMESPACE,
        Dimensions: [['service', 'stage']],
        Metrics: names.map((name) => ({ Name: name, Unit: unitOf(name) })),
      };
      text = `"CloudWatchMetrics":[${JSON.stringify(directive)}]},"service":"${SERVICE}","stage":${this.#stage}`;
      this.#prepared.set(key, text);
    }
    this.#last = { names, text };
    return text;
  }
}
