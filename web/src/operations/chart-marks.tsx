import type { SeriesAnswer } from '../../../contract/local/metrics.ts';
import { type Span, stacked, stretchesOf } from './marks.ts';

interface MarksProps {
  series: readonly SeriesAnswer[];
  span: Span;
  /** The pixel of a time. */
  x: (at: number) => number;
  /** The pixel of a value. */
  y: (value: number) => number;
}

/** A line for each series; a value without neighbours is a dot. */
export function LineMarks({ series, span, x, y }: MarksProps) {
  return series.map(({ id, points }, index) => (
    <g key={id} className={`mark mark-${index % 8}`}>
      {stretchesOf(points, span.periodMs).map((stretch) => {
        const [at, value] = stretch[0] ?? [0, 0];
        return stretch.length === 1 ? (
          <circle key={at} cx={x(at)} cy={y(value)} r="2.5" />
        ) : (
          <polyline key={at} points={stretch.map((point) => `${x(point[0])},${y(point[1])}`).join(' ')} />
        );
      })}
    </g>
  ));
}

/** A bar for each time, with the series stacked. */
export function StackedMarks({ series, span, x, y }: MarksProps) {
  const width = Math.max(2, x(span.from + span.periodMs) - x(span.from) - 1);
  return stacked(series).map(({ label, bars }, index) => (
    <g key={label} className={`mark mark-${index % 8}`}>
      {bars.map(({ at, low, high }) => (
        <rect
          key={at}
          x={x(at)}
          y={y(high)}
          width={Math.min(width, Math.max(2, x(span.to) - x(at)))}
          height={Math.max(1, y(low) - y(high))}
        />
      ))}
    </g>
  ));
}
