import type { UsageHour, UsageReport } from '../../contract/local/usage.ts';
import type { UsageDimension, UsageQuality } from '../../contract/usage.ts';
import { SUM } from './sums.ts';
import { hourText, usageRows } from './usage-rows.ts';
import type { HourSums, UsageTable } from './usage-table.ts';

const HOUR_MS = 60 * 60_000;

/**
 * The rows of the last `days` times 24 hours, the present one included; by title and by source of all days (UTC) that
 * these touch. With a part of a day the difference of two reports could be one viewer.
 *
 * @param now milliseconds since 1970 · @throws what the table throws
 */
export async function usageReport(
  table: UsageTable,
  { by, days }: { readonly by: UsageDimension; readonly days: number },
  now: number,
): Promise<UsageReport> {
  const items: HourSums[] = [];
  const first = now - (days * 24 - 1) * HOUR_MS;
  const from = by === 'title' || by === 'source' ? first - (first % (24 * HOUR_MS)) : first;
  for await (const item of table.hours(from, now)) items.push(item);
  return { days, rows: usageRows(items, by), ...(by === 'hour' && { hours: hoursOf(items) }) };
}

function hoursOf(items: readonly HourSums[]): UsageHour[] {
  const hours = new Map<number, Map<UsageQuality, number>>();
  for (const { hour, key, sums } of items) {
    const played = hours.get(hour) ?? new Map<UsageQuality, number>();
    hours.set(hour, played.set(key.quality, (played.get(key.quality) ?? 0) + (sums.get(SUM.played) ?? 0)));
  }
  return [...hours]
    .toSorted(([one], [other]) => one - other)
    .map(([hour, played]) => ({
      hour: hourText(hour),
      playedSeconds: Object.fromEntries([...played].map(([quality, ms]) => [quality, ms / 1000])),
    }));
}
