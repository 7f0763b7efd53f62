import type { Clock } from '../clock.ts';
import type { Probe } from '../probes/probe.ts';
import { inBatches } from './batches.ts';
import { conditionOf, type SourceHealth, type Thresholds, withProbe } from './condition.ts';
import { sourceName } from './health-items.ts';
import type { HealthTable } from './health-table.ts';
import { originFacts } from './origins.ts';
import type { ConditionChange, HealthReport } from './report.ts';
import { chooseTargets, type Links, type Target } from './targets.ts';
import { withChanges } from './unwell-list.ts';

export interface HealthCheckOptions extends Thresholds {
  readonly table: HealthTable;
  readonly links: Links;
  readonly clock: Clock;
  readonly probe: (targets: readonly Target[]) => Promise<readonly Probe[]>;
  /** The most sources of one run. */
  readonly budget: number;
}

/** Changes that a report names. */
const MOST_CHANGES = 100;

/**
 * One run: chooses sources, probes them, and writes what is not well. Two at the same time lose nothing: a source is
 * written by one of them, and the list is changed by both.
 *
 * @param at when it was due, milliseconds since 1970: the same run that is delivered twice counts once
 * @throws what the tables throw
 */
export async function checkHealth(options: HealthCheckOptions, at: number): Promise<HealthReport> {
  const { table, links, clock, budget } = options;
  const [unwell, last] = await Promise.all([table.unwell(), table.lastRun()]);
  const { targets, next } = await chooseTargets({ table, links, unwell, last, budget, now: clock.now() });
  const probes = await options.probe(targets);
  const found = targets.map((target, index) => ({ target, probe: probes[index]! }));
  const facts = originFacts(found.map(({ target, probe }) => ({ origin: target.origin, verdict: probe.verdict })));
  const changed: Recorded[] = [];
  for await (const each of inBatches(facts.isBlocked ? [] : found, (one) => record(options, one, at))) {
    if (each) changed.push(each);
  }
  const byName = new Map(changed.map(({ name, health }) => [name, health]));
  const listed = await table.changeUnwell((list) => withChanges(list, byName, at));
  const changes = changed.flatMap(({ change }) => change ?? []);
  const former = new Set(last?.report.originsDown);
  const report: HealthReport = {
    at: new Date(at).toISOString(),
    probed: targets.length,
    verdicts: counts(probes),
    down: targets.filter(({ content, id }) => listed.get(sourceName(content, id))?.condition === 'down').length,
    unwell: listed.size,
    changed: changes.length,
    changes: changes.slice(0, MOST_CHANGES),
    originsDown: facts.down,
    newlyDown: facts.down.filter((origin) => !former.has(origin)),
    blocked: facts.isBlocked,
  };
  await table.putRun({ report, ...next });
  return report;
}

interface Recorded {
  readonly name: string;
  readonly health: SourceHealth;
  readonly change?: ConditionChange | undefined;
}

/**
 * Writes what a probe found.
 *
 * @returns undefined where nothing was found out, or another run stored something else meanwhile
 */
export async function record(
  { table, ...thresholds }: Omit<HealthCheckOptions, 'budget'>,
  { target, probe }: { readonly target: Target; readonly probe: Probe },
  at: number,
): Promise<Recorded | undefined> {
  const found = conditionOf(probe.verdict);
  if (found === undefined) return undefined;
  const { id, content, origin } = target;
  const name = sourceName(content, id);
  const { source, version } = await table.source(name);
  const health = withProbe(source?.health, found, at, thresholds);
  const { condition } = health;
  const from = source?.health.condition ?? 'ok';
  // The usual case costs no write.
  if (condition === 'ok' && from === 'ok' && !health.streak && !source?.health.streak) return { name, health };
  const reason = probe.reason ?? (condition === 'ok' ? undefined : source?.reason);
  if (!(await table.putSource(name, { health, content, origin, reason }, version))) return undefined;
  return { name, health, change: condition === from ? undefined : { id, content, from, to: condition, reason } };
}

function counts(probes: readonly Probe[]): HealthReport['verdicts'] {
  const byVerdict = Map.groupBy(probes, ({ verdict }) => verdict);
  return Object.fromEntries([...byVerdict].map(([verdict, its]) => [verdict, its.length]));
}
