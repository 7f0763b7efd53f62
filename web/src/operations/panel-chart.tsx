import { type PointerEvent, useId, useState } from 'react';
import type { PanelAnswer, SeriesAnswer } from '../../../contract/local-metrics.ts';
import { LineMarks, StackedMarks } from './chart-marks.tsx';
import { readableTime, readableValue, ticksUpTo } from './chart-scale.ts';
import { mostOf, type Span } from './marks.ts';
import { useWidth } from './use-width.ts';
import { ValueTable } from './value-table.tsx';

const HEIGHT = 190;
const MARGIN = { top: 14, right: 8, bottom: 24, left: 54 };

/** One panel of the dashboard: its series over the hour, lines for targets and alarms, and all values as a table. */
export function PanelChart({ panel, span }: { panel: PanelAnswer; span: Span }) {
  const { title, unit, series, lines, isStacked } = panel;
  const [box, width] = useWidth<HTMLDivElement>();
  const [pointed, setPointed] = useState<number>();
  const heading = useId();

  const ticks = ticksUpTo(Math.max(mostOf(series, isStacked), ...lines.map(({ value }) => value)));
  const most = ticks.at(-1) ?? 1;
  const right = width - MARGIN.right;
  const x = (at: number) => MARGIN.left + ((at - span.from) / (span.to - span.from)) * (right - MARGIN.left);
  const y = (value: number) => HEIGHT - MARGIN.bottom - (value / most) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const times = [...new Set(series.flatMap(({ points }) => points.map(([at]) => at)))].sort((a, b) => a - b);

  function point({ currentTarget, clientX }: PointerEvent<SVGSVGElement>): void {
    const at = clientX - currentTarget.getBoundingClientRect().left;
    const distance = (time: number) => Math.abs(x(time) - at);
    setPointed(times.length === 0 ? undefined : times.reduce((a, b) => (distance(b) < distance(a) ? b : a)));
  }

  return (
    <figure className="chart" aria-labelledby={heading}>
      <figcaption id={heading}>
        {title} <span className="fine">{unit}</span>
      </figcaption>
      <div ref={box} className="plot">
        {times.length === 0 && <p className="nothing">No data yet</p>}
        {width > 0 && (
          <svg
            width={width}
            height={HEIGHT}
            role="img"
            aria-label={`${title}, the last hour. ${summaryOf(panel)}`}
            onPointerMove={point}
            onPointerLeave={() => setPointed(undefined)}
          >
            {ticks.map((tick) => (
              <g key={tick} className="tick">
                <line x1={MARGIN.left} x2={right} y1={y(tick)} y2={y(tick)} />
                <text x={MARGIN.left - 8} y={y(tick)} dy="0.32em" textAnchor="end">
                  {readableValue(tick, unit)}
                </text>
              </g>
            ))}
            <text x={MARGIN.left} y={HEIGHT - 6}>
              {readableTime(span.from)}
            </text>
            <text x={right} y={HEIGHT - 6} textAnchor="end">
              {readableTime(span.to)}
            </text>
            {isStacked ? (
              <StackedMarks series={series} span={span} x={x} y={y} />
            ) : (
              <LineMarks series={series} span={span} x={x} y={y} />
            )}
            {lines.map(({ value, label }) => (
              <g key={label} className="limit">
                <line x1={MARGIN.left} x2={right} y1={y(value)} y2={y(value)} />
                <text x={MARGIN.left + 4} y={y(value) - 4}>
                  {label}
                </text>
              </g>
            ))}
            {pointed !== undefined && (
              <line className="pointer" x1={x(pointed)} x2={x(pointed)} y1={MARGIN.top} y2={HEIGHT - MARGIN.bottom} />
            )}
          </svg>
        )}
      </div>
      <Legend panel={panel} pointed={pointed} />
      <ValueTable panel={panel} times={times} />
    </figure>
  );
}

function Legend({ panel: { series, unit }, pointed }: { panel: PanelAnswer; pointed: number | undefined }) {
  const value = ({ points, overall }: SeriesAnswer) =>
    pointed === undefined ? overall : points.find(([at]) => at === pointed)?.[1];
  return (
    <ul className="legend">
      {series.map((each, index) => (
        <li key={each.id}>
          <svg className={`mark mark-${index % 8}`} width="20" height="8" aria-hidden="true">
            <line x1="1" x2="19" y1="4" y2="4" />
          </svg>
          {each.label} <strong>{written(value(each), unit)}</strong>
        </li>
      ))}
      <li className="fine">{pointed === undefined ? 'over the hour' : `at ${readableTime(pointed)}`}</li>
    </ul>
  );
}

const written = (value: number | undefined, unit: string): string =>
  value === undefined ? '–' : readableValue(value, unit);

/** The chart in words. */
function summaryOf({ series, unit }: PanelAnswer): string {
  const known = series.flatMap(({ label, overall }) =>
    overall === undefined ? [] : [`${label}: ${readableValue(overall, unit)}`],
  );
  return known.length === 0 ? 'No data yet.' : `Over the hour: ${known.join(', ')}.`;
}
