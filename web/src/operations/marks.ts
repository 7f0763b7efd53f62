import type { Point, SeriesAnswer } from '../../../contract/local/metrics.ts';
import { readableSeconds } from '../shell/readable.ts';

/** The time that a chart covers, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly periodMs: number;
}

/** `the last 10 min` */
export const spanInWords = ({ from, to }: Span): string => `the last ${readableSeconds((to - from) / 1000)}`;

/** A stretch of a line without a gap. */
export type Stretch = readonly Point[];

/** Splits a line where a point is missing, since nothing is known of that time. */
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

/** Stacks the series, each on the sum of those before it. A missing point counts as 0. */
export function stacked(
  series: readonly SeriesAnswer[],
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

/** The highest value of a chart. */
export function mostOf(series: readonly SeriesAnswer[], isStacked: boolean): number {
  const highest = isStacked
    ? stacked(series).flatMap(({ bars }) => bars.map(({ high }) => high))
    : series.flatMap(({ points }) => points.map(([, value]) => value));
  return Math.max(0, ...highest);
}
