import type { Point, Series } from './metrics.ts';

/** A stretch of a line without a gap. */
export type Stretch = readonly Point[];

/** A line breaks where a point is missing: nothing is known of that time. */
export function stretchesOf(points: readonly Point[], periodMs: number): Stretch[] {
  const stretches: Point[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const point of points) {
    if (point[0] - last > periodMs * 1.5) stretches.push([]);
    stretches.at(-1)?.push(point);
    last = point[0];
  }
  return stretches;
}

/** The same series, each standing on the sum of those before it. What a series does not know counts as nothing. */
export function stacked(
  series: readonly Series[],
): { label: string; bars: { at: number; low: number; high: number }[] }[] {
  const heights = new Map<number, number>();
  return series.map(({ label, points }) => ({
    label,
    bars: points
      .filter(([, value]) => value > 0)
      .map(([at, value]) => {
        const low = heights.get(at) ?? 0;
        heights.set(at, low + value);
        return { at, low, high: low + value };
      }),
  }));
}

/** The highest value that a chart must hold. */
export function mostOf(series: readonly Series[], isStacked: boolean): number {
  const highest = isStacked
    ? stacked(series).flatMap(({ bars }) => bars.map(({ high }) => high))
    : series.flatMap(({ points }) => points.map(([, value]) => value));
  return Math.max(0, ...highest);
}
