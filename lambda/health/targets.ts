import type { SourceType } from '../../contract/answer.ts';
import { inBatches } from './batches.ts';
import { bySeverity } from './condition.ts';
import { sourceName, sourceOfName } from './health-items.ts';
import type { HealthTable } from './health-table.ts';
import type { HealthRun } from './report.ts';
import type { UnwellSources } from './unwell-list.ts';

/** A link expires so soon that it would fail for that alone. */
const LEAST_LIFE_MS = 60_000;

/** One source of a content, with its link. */
export interface ListedSource {
  readonly id: string;
  readonly url: string;
  readonly type: SourceType;
  readonly expiresAt?: string | undefined;
}

/** A source that a run probes. */
export interface Target extends ListedSource {
  /** Key of its content. */
  readonly content: string;
  readonly origin: string;
}

/** Where a run finds links. It never extracts. */
export interface Links {
  /** The sources of a content that the cache or the catalogue has; none where neither has it. */
  of(contentKey: string): Promise<readonly ListedSource[]>;
  /** The rows of the catalogue in turn, beginning again after the last. Absent where the stage has none. */
  rows?(after: string | undefined): AsyncIterable<{ readonly key: string; readonly sources: readonly ListedSource[] }>;
}

export interface Selection {
  readonly targets: readonly Target[];
  readonly next: Pick<HealthRun, 'afterRecent' | 'afterRow'>;
}

interface Choice {
  readonly table: HealthTable;
  readonly links: Links;
  readonly unwell: UnwellSources;
  readonly last: HealthRun | undefined;
  /** The most sources. */
  readonly budget: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Chooses what a run probes: what is not well first, up to a quarter of the budget, then what was asked for lately,
 * then the rows of the catalogue, which have a quarter at least. Each goes on where the last run ended.
 */
export async function chooseTargets(choice: Choice): Promise<Selection> {
  const { links, last, budget } = choice;
  const chosen = new Targets(choice.now);
  const quarter = Math.ceil(budget / 4);
  await addUnwell(chosen, choice, quarter);
  const afterRecent = await addRecent(chosen, choice, links.rows ? budget - quarter : budget);
  let afterRow = last?.afterRow;
  if (links.rows) {
    for await (const { key, sources } of links.rows(afterRow)) {
      if (chosen.size >= budget) break;
      chosen.add(key, sources, budget);
      afterRow = key;
    }
  }
  return { targets: chosen.list, next: { afterRecent, afterRow } };
}

/** A source as a target; undefined where it has no origin, or its link expires at once. @param now milliseconds */
export function targetOf(content: string, source: ListedSource, now: number): Target | undefined {
  const origin = URL.parse(source.url)?.origin;
  const { expiresAt } = source;
  const expiresSoon = expiresAt !== undefined && Date.parse(expiresAt) - now < LEAST_LIFE_MS;
  return origin === undefined || expiresSoon ? undefined : { ...source, content, origin };
}

class Targets {
  readonly #now: number;
  readonly #byName = new Map<string, Target>();

  constructor(now: number) {
    this.#now = now;
  }

  get size(): number {
    return this.#byName.size;
  }

  get list(): Target[] {
    return [...this.#byName.values()];
  }

  /** @param most sources in all */
  add(content: string, sources: readonly ListedSource[], most: number): void {
    for (const source of sources) {
      if (this.#byName.size >= most) return;
      const target = targetOf(content, source, this.#now);
      const name = sourceName(content, source.id);
      if (target && !this.#byName.has(name)) this.#byName.set(name, target);
    }
  }
}

/** The worst and the longest unprobed first; one whose link is nowhere any more is passed over. */
async function addUnwell(chosen: Targets, { links, unwell, budget }: Choice, most: number): Promise<void> {
  const inOrder = [...unwell].toSorted(([, a], [, b]) => bySeverity(a, b) || a.checkedAt - b.checkedAt);
  for await (const found of inBatches(inOrder.slice(0, budget), async ([name]) => {
    const { content, id } = sourceOfName(name) ?? { content: '', id: '' };
    const listed = content === '' ? [] : await links.of(content);
    return { content, sources: listed.filter((each) => each.id === id) };
  })) {
    if (chosen.size >= most) return;
    chosen.add(found.content, found.sources, most);
  }
}

/** @returns the key after which the next run goes on */
async function addRecent(
  chosen: Targets,
  { table, links, last, now }: Choice,
  most: number,
): Promise<string | undefined> {
  const keys = await table.recentContents(now);
  const after = last?.afterRecent ?? '';
  const inTurn = [...keys.filter((key) => key > after), ...keys.filter((key) => key <= after)];
  let latest = last?.afterRecent;
  for await (const { key, sources } of inBatches(inTurn, async (key) => ({ key, sources: await links.of(key) }))) {
    if (chosen.size >= most) break;
    chosen.add(key, sources, most);
    latest = key;
  }
  return latest;
}
