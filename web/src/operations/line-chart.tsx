import { type PointerEvent, useId, useState } from 'react';
import { ScrollRegion } from '../shell/scroll-region.tsx';
import { readableTime, readableValue, ticksUpTo } from './chart-scale.ts';
import type { Series } from './metrics.ts';
import { useWidth } from './use-width.ts';

export interface Target {
  readonly value: number;
  readonly label: string;
}

interface LineChartProps {
  title: string;
  unit: string;
  series: readonly Series[];
  targets: readonly Target[];
  /** Milliseconds since 1970. */
  span: readonly [from: number, until: number];
}

const HEIGHT = 200;
const MARGIN = { top: 12, right: 8, bottom: 24, left: 52 };

/** A line for each series over the same time, with dashed lines for targets, and the numbers as a table. */
export function LineChart({ title, unit, series, targets, span: [from, until] }: LineChartProps) {
  const [box, width] = useWidth<HTMLDivElement>();
  const [pointed, setPointed] = useState<number>();
  const heading = useId();

  const values = [...series.flatMap(({ points }) => points.map(([, value]) => value)), ...targets.map((t) => t.value)];
  const ticks = ticksUpTo(Math.max(unit === 'Percent' ? 1 : 0, ...values));
  const most = ticks.at(-1) || 1;
  const x = (at: number) => MARGIN.left + ((at - from) / (until - from)) * (width - MARGIN.left - MARGIN.right);
  const y = (value: number) => HEIGHT - MARGIN.bottom - (value / most) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const times = [...new Set(series.flatMap(({ points }) => points.map(([at]) => at)))].sort((a, b) => a - b);
  const shown = pointed ?? times.at(-1);

  function point({ currentTarget, clientX }: PointerEvent<SVGSVGElement>): void {
    const at = clientX - currentTarget.getBoundingClientRect().left;
    setPointed(
      times.reduce<number | undefined>((best, time) => (nearer(x(time), at, best && x(best)) ? time : best), undefined),
    );
  }

  return (
    <figure className="chart" aria-labelledby={heading}>
      <figcaption id={heading}>{title}</figcaption>
      <div ref={box}>
        {width > 0 && (
          <svg
            width={width}
            height={HEIGHT}
            role="img"
            aria-label={`${title}, the last hour. The numbers stand in the table below.`}
            onPointerMove={point}
            onPointerLeave={() => setPointed(undefined)}
          >
            {ticks.map((tick) => (
              <g key={tick} className="tick">
                <line x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} />
                <text x={MARGIN.left - 8} y={y(tick)} dy="0.32em" textAnchor="end">
                  {readableValue(tick, unit)}
                </text>
              </g>
            ))}
            {[from, (from + until) / 2, until].map((at, index) => (
              <text
                key={at}
                className="time"
                x={x(at)}
                y={HEIGHT - 6}
                textAnchor={(['start', 'middle', 'end'] as const)[index]}
              >
                {readableTime(at)}
              </text>
            ))}
            {targets.map(({ value, label }) => (
              <g key={label} className="target">
                <line x1={MARGIN.left} x2={width - MARGIN.right} y1={y(value)} y2={y(value)} />
                <text x={width - MARGIN.right} y={y(value) - 4} textAnchor="end">
                  {label}
                </text>
              </g>
            ))}
            {pointed !== undefined && (
              <line className="pointer" x1={x(pointed)} x2={x(pointed)} y1={MARGIN.top} y2={HEIGHT - MARGIN.bottom} />
            )}
            {series.map(({ label, points }, index) => (
              <g key={label} className={`line line-${index % 8}`}>
                <polyline points={points.map(([at, value]) => `${x(at)},${y(value)}`).join(' ')} />
                {points
                  .filter(([at]) => points.length === 1 || at === pointed)
                  .map(([at, value]) => (
                    <circle key={at} cx={x(at)} cy={y(value)} r="3" />
                  ))}
              </g>
            ))}
          </svg>
        )}
      </div>
      <ul className="legend">
        {series.map(({ label, points }, index) => (
          <li key={label}>
            <svg className={`line line-${index % 8}`} width="22" height="8" aria-hidden="true">
              <line x1="1" x2="21" y1="4" y2="4" />
            </svg>
            {label} <strong>{valueAt(points, shown, unit)}</strong>
          </li>
        ))}
        <li className="fine">{shown === undefined ? 'nothing yet' : `at ${readableTime(shown)}`}</li>
      </ul>
      <ValueTable title={title} unit={unit} series={series} times={times} />
    </figure>
  );
}

const nearer = (candidate: number, wanted: number, best: number | undefined): boolean =>
  best === undefined || Math.abs(candidate - wanted) < Math.abs(best - wanted);

function valueAt(points: Series['points'], at: number | undefined, unit: string): string {
  const value = points.find(([each]) => each === at)?.[1];
  return value === undefined ? '–' : readableValue(value, unit);
}

function ValueTable({ title, unit, series, times }: Omit<LineChartProps, 'targets' | 'span'> & { times: number[] }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>As a table</summary>
      {open && (
        <ScrollRegion name={`${title} as a table`}>
          <table>
            <thead>
              <tr>
                <th scope="col">Time</th>
                {series.map(({ label }) => (
                  <th key={label} scope="col">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {[...times].reverse().map((at) => (
                <tr key={at}>
                  <th scope="row">{readableTime(at)}</th>
                  {series.map(({ label, points }) => (
                    <td key={label}>{valueAt(points, at, unit)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </details>
  );
}
