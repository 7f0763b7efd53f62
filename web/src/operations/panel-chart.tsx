import { type PointerEvent, useId, useState } from 'react';
import type { PanelAnswer } from '../../../contract/local/metrics.ts';
import { LineMarks, StackedMarks } from './chart-marks.tsx';
import { linearScale, logarithmicScale, readableTime, readableValue, type Scale } from './chart-scale.ts';
import { Legend } from './legend.tsx';
import { mostOf, type Span, spanInWords } from './marks.ts';
import { useWidth } from './use-width.ts';
import { ValueTable } from './value-table.tsx';

const HEIGHT = 190;
const MARGIN = { top: 16, right: 8, bottom: 24 };
/** Of one character of a label, in pixels: wider than any digit at its size. */
const CHARACTER = 7;

interface PanelProps {
  panel: PanelAnswer;
  span: Span;
  /** Shows a line that opens to the chart. */
  isFolded?: boolean;
}

/** One panel of the dashboard: its series over time, lines for targets and alarms, and all values as a table. */
export function PanelChart({ panel, span, isFolded = false }: PanelProps) {
  const { title, unit, lines } = panel;
  const heading = useId();
  const name = (
    <span id={heading} className="name">
      {title} <span className="fine">{unit}</span>
    </span>
  );
  return (
    <figure className="chart" aria-labelledby={heading}>
      {isFolded ? (
        <details>
          <summary>
            {name}
            <span className="fine"> · {['no data yet', ...lines.map(({ label }) => label)].join(' · ')}</span>
          </summary>
          <Plot panel={panel} span={span} />
        </details>
      ) : (
        <>
          <figcaption>{name}</figcaption>
          <Plot panel={panel} span={span} />
        </>
      )}
    </figure>
  );
}

function Plot({ panel, span }: Omit<PanelProps, 'isFolded'>) {
  const { title, unit, series, lines, isStacked } = panel;
  const [box, width] = useWidth<HTMLDivElement>();
  const [pointed, setPointed] = useState<number>();

  const scale = scaleOf(panel);
  const labels = scale.ticks.map((tick) => readableValue(tick, unit));
  const left = 12 + CHARACTER * Math.max(...labels.map(({ length }) => length));
  const right = width - MARGIN.right;
  const x = (at: number) => left + ((at - span.from) / (span.to - span.from)) * (right - left);
  const y = (value: number) => HEIGHT - MARGIN.bottom - scale.position(value) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const times = [...new Set(series.flatMap(({ points }) => points.map(([at]) => at)))].sort((a, b) => a - b);

  function point({ currentTarget, clientX }: PointerEvent<SVGSVGElement>): void {
    const at = clientX - currentTarget.getBoundingClientRect().left;
    const distance = (time: number) => Math.abs(x(time) - at);
    setPointed(times.length === 0 ? undefined : times.reduce((a, b) => (distance(b) < distance(a) ? b : a)));
  }

  return (
    <>
      <div ref={box} className="plot">
        {width > 0 && (
          <svg
            width={width}
            height={HEIGHT}
            role="img"
            aria-label={`${title}, ${spanInWords(span)}. ${summaryOf(panel)}`}
            onPointerMove={point}
            onPointerLeave={() => setPointed(undefined)}
          >
            {scale.ticks.map((tick, index) => (
              <g key={tick} className="tick">
                <line x1={left} x2={right} y1={y(tick)} y2={y(tick)} />
                <text x={left - 8} y={y(tick)} dy="0.32em" textAnchor="end">
                  {labels[index]}
                </text>
              </g>
            ))}
            <text x={left} y={HEIGHT - 6}>
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
                <line x1={left} x2={right} y1={y(value)} y2={y(value)} />
                <text x={left + 4} y={y(value) - 4}>
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
      <Legend panel={panel} pointed={pointed} span={span} />
      <ValueTable panel={panel} times={times} />
    </>
  );
}

/** Times are drawn by factors, so that a target of seconds leaves room for answers of a few milliseconds. */
function scaleOf({ unit, series, lines, isStacked }: PanelAnswer): Scale {
  const most = Math.max(mostOf(series, isStacked), ...lines.map(({ value }) => value));
  if (unit !== 'ms' || isStacked) return linearScale(most);
  const values = series.flatMap(({ points }) => points.map(([, value]) => value));
  return logarithmicScale(Math.min(most, ...values), most);
}

/** The chart in words. */
function summaryOf({ series, unit }: PanelAnswer): string {
  const known = series.flatMap(({ label, overall }) =>
    overall === undefined ? [] : [`${label}: ${readableValue(overall, unit)}`],
  );
  return known.length === 0 ? 'No data yet.' : `${known.join(', ')}.`;
}
