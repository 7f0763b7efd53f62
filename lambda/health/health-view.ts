import type { UnwellSource } from '../../contract/local/health.ts';
import { inBatches } from './batches.ts';
import { sourceOfName } from './health-items.ts';
import type { HealthTable } from './health-table.ts';
import type { HealthReport } from './report.ts';

/** The number of sources with their details: more than a person looks through. */
const MOST_SHOWN = 200;

export interface HealthView {
  /** Undefined before the first run. */
  readonly lastRun?: HealthReport | undefined;
  /** How many are not well; `sources` has the worst of them. */
  readonly unwell: number;
  readonly sources: readonly UnwellSource[];
}

/** What is known of the stage's sources. @throws what the table throws */
export async function viewHealth(table: HealthTable): Promise<HealthView> {
  const [listed, last] = await Promise.all([table.unwell(), table.lastRun()]);
  const shown = [...listed].slice(0, MOST_SHOWN);
  const sources: UnwellSource[] = [];
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
