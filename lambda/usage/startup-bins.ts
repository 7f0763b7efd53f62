/*
 * Start times are counted in bins, so that percentiles of any number of them can be read: 50 ms wide to 2 s, 100 ms to
 * 5 s, then a tenth wider each, to 2 minutes. A bin's middle is within 50 ms of each start below 5 s.
 */

/** The upper end of each bin, in milliseconds. */
const ENDS: readonly number[] = ends();

function ends(): number[] {
  const found: number[] = [];
  for (let end = 50; end <= 2_000; end += 50) found.push(end);
  for (let end = 2_100; end <= 5_000; end += 100) found.push(end);
  for (let end = 5_500; end < 120_000; end *= 1.1) found.push(Math.round(end));
  return [...found, 120_000];
}

export function startupBin(ms: number): number {
  const bin = ENDS.findIndex((end) => ms < end);
  return bin === -1 ? ENDS.length - 1 : bin;
}

/**
 * A percentile of start times, in whole milliseconds: the middle of the bin that has it.
 *
 * @param counts by bin · @param share 0 to 1
 * @returns null where nothing was counted
 */
export function startupPercentile(counts: ReadonlyMap<number, number>, share: number): number | null {
  const bins = [...counts].filter(([, count]) => count > 0).toSorted(([one], [other]) => one - other);
  const total = bins.reduce((sum, [, count]) => sum + count, 0);
  let below = 0;
  for (const [bin, count] of bins) {
    below += count;
    if (below >= share * total) return Math.round(((ENDS[bin - 1] ?? 0) + ENDS[bin]!) / 2);
  }
  return null;
}
