import { type HealthCheckOptions, record } from './health-check.ts';
import type { ConditionChange } from './report.ts';
import { targetOf } from './targets.ts';
import { withChanges } from './unwell-list.ts';

/** One source of a content. */
export interface ReportedSource {
  readonly content: string;
  readonly id: string;
}

/**
 * Probes one source that players reported. It counts like a probe of a run, so that one alone changes nothing.
 *
 * @param at milliseconds since 1970
 * @returns what changed, if anything did · @throws what the tables throw
 */
export async function checkReported(
  options: Omit<HealthCheckOptions, 'budget'>,
  { content, id }: ReportedSource,
  at: number,
): Promise<ConditionChange | undefined> {
  const listed = (await options.links.of(content)).find((source) => source.id === id);
  const target = listed && targetOf(content, listed, at);
  const [probe] = target ? await options.probe([target]) : [];
  if (!target || !probe) return undefined;
  const recorded = await record(options, { target, probe }, at);
  if (recorded) {
    const changed = new Map([[recorded.name, recorded.health]]);
    await options.table.changeUnwell((list) => withChanges(list, changed, at));
  }
  return recorded?.change;
}
