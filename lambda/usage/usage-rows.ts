import {
  ERROR_KINDS,
  LEAST_SESSIONS,
  OTHER,
  USAGE_QUALITIES,
  type UsageDimension,
  type UsageRow,
} from '../../contract/usage.ts';
import { startupPercentile } from './startup-bins.ts';
import { errorSum, SUM } from './sums.ts';
import type { HourSums } from './usage-table.ts';

const DAY_MS = 24 * 60 * 60_000;

/** The sums of one row while they are added. */
class RowSums {
  readonly key: string;
  readonly title: string | undefined;
  readonly #sums = new Map<string, number>();
  #estimatedMs = 0;

  constructor(key: string, title: string | undefined) {
    this.key = key;
    this.title = title;
  }

  add({ key, sums }: HourSums): void {
    for (const [name, value] of sums) this.#sums.set(name, this.of(name) + value);
    if (key.isEstimated) this.#estimatedMs += sums.get(SUM.played) ?? 0;
  }

  of(name: string): number {
    return this.#sums.get(name) ?? 0;
  }

  row(by: UsageDimension): UsageRow {
    const bins = [...this.#sums].flatMap(([name, count]) =>
      /^b\d+$/.test(name) ? [[Number(name.slice(1)), count] as const] : [],
    );
    const starts = new Map(bins);
    const kinds = ERROR_KINDS.flatMap((kind) => {
      const count = this.of(errorSum(kind));
      return count > 0 ? [[kind, count] as const] : [];
    });
    return {
      key: this.key,
      sessions: this.of(SUM.sessions),
      playedSeconds: this.of(SUM.played) / 1000,
      stalledSeconds: this.of(SUM.stalled) / 1000,
      startupMsP50: startupPercentile(starts, 0.5),
      startupMsP95: startupPercentile(starts, 0.95),
      switches: this.of(SUM.switches),
      errors: kinds.reduce((sum, [, count]) => sum + count, 0),
      ...(kinds.length > 0 && { errorKinds: Object.fromEntries(kinds) }),
      ...(by === 'quality' && this.#estimatedMs > 0 && { estimatedSeconds: this.#estimatedMs / 1000 }),
      ...(this.title !== undefined && { title: this.title }),
    };
  }
}

/**
 * Sums as rows. Titles and sources with few sessions in a day are not told apart: with one viewer the row would be what
 * somebody watched. By title and by source, the items must be those of whole days.
 */
export function usageRows(items: readonly HourSums[], by: UsageDimension): UsageRow[] {
  const isSeen = by === 'title' || by === 'source' ? seenBy(by, items) : () => true;
  const rows = new Map<string, RowSums>();
  for (const item of items) {
    const { key, title } = isSeen(item) ? keyOf(item, by) : { key: OTHER, title: undefined };
    const name = `${title}#${key}`;
    const row = rows.get(name) ?? new RowSums(key, title);
    rows.set(name, row);
    row.add(item);
  }
  return [...rows.values()].toSorted(order(by)).map((row) => row.row(by));
}

function keyOf({ hour, title, key }: HourSums, by: UsageDimension): { key: string; title?: string | undefined } {
  switch (by) {
    case 'hour':
      return { key: hourText(hour) };
    case 'title':
      return { key: title };
    case 'source':
      return key.source === OTHER ? { key: OTHER } : { key: key.source, title };
    default:
      return { key: key[by] };
  }
}

/** `2026-11-26T19:00:00Z` */
export const hourText = (at: number): string => new Date(at).toISOString().replace('.000', '');

/**
 * Whether an item had enough viewers on its day: its source, by the viewings that began with it or came to it; or, by
 * title, the title's other sources together. So the rows of a title and of its sources differ by nobody, or by enough.
 */
function seenBy(by: UsageDimension, items: readonly HourSums[]): (item: HourSums) => boolean {
  const titleOf = ({ hour, title }: HourSums) => `${Math.floor(hour / DAY_MS)}#${title}`;
  const sourceOf = (item: HourSums) => `${titleOf(item)}#${item.key.source}`;
  const counts = new Map<string, number>();
  const count = (name: string, viewings = 0) => counts.set(name, (counts.get(name) ?? 0) + viewings);
  for (const item of items)
    count(sourceOf(item), (item.sums.get(SUM.sessions) ?? 0) + (item.sums.get(SUM.changes) ?? 0));
  const isSourceSeen = (item: HourSums) => counts.get(sourceOf(item))! >= LEAST_SESSIONS;
  if (by === 'source') return isSourceSeen;
  const rest = items.filter((item) => !isSourceSeen(item));
  for (const item of rest) count(titleOf(item), item.sums.get(SUM.sessions));
  return (item) => isSourceSeen(item) || counts.get(titleOf(item))! >= LEAST_SESSIONS;
}

/** Classes from the best, hours from the oldest, everything else from the most watched; what is not told apart last. */
function order(by: UsageDimension): (one: RowSums, other: RowSums) => number {
  if (by === 'hour') return (one, other) => one.key.localeCompare(other.key);
  if (by === 'quality') return (one, other) => place(one) - place(other);
  const isRest = ({ key }: RowSums) => Number(key === OTHER || key === 'unknown');
  return (one, other) => isRest(one) - isRest(other) || other.of(SUM.played) - one.of(SUM.played);
}

const PLACES: readonly string[] = USAGE_QUALITIES;
const place = ({ key }: RowSums): number => PLACES.indexOf(key);
