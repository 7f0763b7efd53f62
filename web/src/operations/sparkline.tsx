import type { Point } from '../../../contract/local/metrics.ts';
import { type Span, stretchesOf } from './marks.ts';

/** Its own units: it is stretched to the width of its place. */
const WIDTH = 100;
const HEIGHT = 28;

/** The course of a number, for the eye only: the number beside it is what it comes down to. */
export function Sparkline({ points, span }: { points: readonly Point[]; span: Span }) {
  const shown = points.filter(([at]) => at >= span.from - span.periodMs);
  const most = Math.max(...shown.map(([, value]) => value), 1e-9);
  const x = (at: number) => ((at - span.from) / (span.to - span.from)) * WIDTH;
  const y = (value: number) => HEIGHT - 2 - (value / most) * (HEIGHT - 4);
  // A value without neighbours is as wide as the time that it covers.
  const step = (span.periodMs / (span.to - span.from)) * WIDTH;
  return (
    <svg className="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <line className="base" x1="0" x2={WIDTH} y1={HEIGHT - 1} y2={HEIGHT - 1} />
      {stretchesOf(shown, span.periodMs).map((stretch) => {
        const [at] = stretch[0] ?? [0];
        const line = stretch.flatMap(([time, value], index) =>
          index < stretch.length - 1
            ? [`${x(time)},${y(value)}`]
            : [`${x(time)},${y(value)}`, `${x(time) + step},${y(value)}`],
        );
        return <polyline key={at} points={line.join(' ')} />;
      })}
    </svg>
  );
}
