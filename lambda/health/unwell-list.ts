import {
  type BadCondition,
  bySeverity,
  CONDITIONS,
  type Condition,
  hasLapsed,
  type SourceHealth,
} from './condition.ts';
import { sourceOfName } from './health-items.ts';

/** More would make the item expensive, which every container reads every minute. */
const MOST_LISTED = 1_000;

/** A source that is not well. Moments are milliseconds since 1970. */
export interface Unwell {
  readonly condition: BadCondition;
  readonly since: number;
  readonly checkedAt: number;
}

/** The sources that are not well, by name (see `sourceName`). */
export type UnwellSources = ReadonlyMap<string, Unwell>;

/** The list with the changes in it, without what is well again or lapsed: the worst and latest of them, if full. */
export function withChanges(
  listed: UnwellSources,
  changes: ReadonlyMap<string, SourceHealth>,
  at: number,
): UnwellSources {
  const all = new Map(listed);
  for (const [name, { condition, since, checkedAt }] of changes) {
    if (condition === 'ok') all.delete(name);
    else all.set(name, { condition, since, checkedAt });
  }
  const current = [...all].filter(([, unwell]) => !hasLapsed(unwell, at));
  return new Map(current.toSorted(([, a], [, b]) => bySeverity(a, b) || b.since - a.since).slice(0, MOST_LISTED));
}

/** As the one item holds it: `[name, condition, since, checkedAt]` each, in seconds. */
export const listText = (listed: UnwellSources): string =>
  JSON.stringify(
    [...listed].map(([name, { condition, since, checkedAt }]) => [name, condition, seconds(since), seconds(checkedAt)]),
  );

/** The same by key of the content, then by id. */
export type UnwellOfContents = ReadonlyMap<string, ReadonlyMap<string, Unwell>>;

export function byContent(listed: UnwellSources): UnwellOfContents {
  const contents = new Map<string, Map<string, Unwell>>();
  for (const [name, unwell] of listed) {
    const { content, id } = sourceOfName(name)!;
    contents.set(content, (contents.get(content) ?? new Map<string, Unwell>()).set(id, unwell));
  }
  return contents;
}

/** The list of a stored text. What cannot be read is left out: nothing is known of it then. */
export function listOf(text: unknown): UnwellSources {
  const rows = parsed(text);
  if (!Array.isArray(rows)) return new Map();
  return new Map(rows.slice(0, MOST_LISTED).flatMap(rowOf));
}

function rowOf(row: unknown): [string, Unwell][] {
  if (!Array.isArray(row)) return [];
  const [name, condition, since, checkedAt] = row as unknown[];
  const isNamed = typeof name === 'string' && sourceOfName(name) !== undefined;
  const isKnown = isNamed && condition !== 'ok' && CONDITIONS.includes(condition as Condition);
  if (!isKnown || !Number.isFinite(since) || !Number.isFinite(checkedAt)) return [];
  const times = { since: Number(since) * 1000, checkedAt: Number(checkedAt) * 1000 };
  return [[name, { condition: condition as BadCondition, ...times }]];
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

const seconds = (ms: number): number => Math.floor(ms / 1000);
