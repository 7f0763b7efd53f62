import { inBatches } from './batches.ts';
import type { BadCondition } from './condition.ts';
import { sourceOfName } from './health-items.ts';
import type { HealthTable } from './health-table.ts';
import type { HealthReport } from './report.ts';

/** The number of sources with their details: more than a person looks through. */
const MOST_SHOWN = 200;

/** A source that is not well, for people. Moments are in UTC, as text. */
export interface UnwellView {
  readonly id: string;
  readonly condition: BadCondition;
  readonly since: string;
  readonly checkedAt: string;
  /** Key of its content. */
  readonly content?: string | undefined;
  readonly origin?: string | undefined;
  readonly reason?: string | undefined;
}

export interface HealthView {
  /** Undefined before the first run. */
  readonly lastRun?: HealthReport | undefined;
  /** How many are not well; `sources` has the worst of them. */
  readonly unwell: number;
  readonly sources: readonly UnwellView[];
}

/** What is known of the stage's sources. @throws what the table throws */
export async function viewHealth(table: HealthTable): Promise<HealthView> {
  const [listed, last] = await Promise.all([table.unwell(), table.lastRun()]);
  const shown = [...listed].slice(0, MOST_SHOWN);
  const sources: UnwellView[] = [];
  for await (const each of inBatches(shown, async ([name, { condition, since, checkedAt }]) => {
    const { source } = await table.source(name);
    const { origin, reason } = source ?? {};
    const { id, content } = sourceOfName(name) ?? { id: name, content: source?.content };
    return { id, condition, since: instant(since), checkedAt: instant(checkedAt), content, origin, reason };
  })) {
    sources.push(each);
  }
  return { lastRun: last?.report, unwell: listed.size, sources };
}

const instant = (ms: number): string => new Date(ms).toISOString();
