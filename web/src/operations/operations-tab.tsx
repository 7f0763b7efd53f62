import { LineChart, type Target } from './line-chart.tsx';
import type { MetricsRow, Series } from './metrics.ts';
import { useMetrics } from './use-metrics.ts';
import './operations.css';

const HOUR_MS = 3_600_000;

/** The specification's targets for response times, drawn wherever times of answers are. */
const RESPONSE_TARGETS: readonly Target[] = [
  { value: 2000, label: 'target from a cache: 2 s' },
  { value: 5000, label: 'target extracted: 5 s' },
];

/** How the stack is doing: what the deployed dashboard plots, from this machine's own metrics. */
export function OperationsTab() {
  const { metrics, problem } = useMetrics();
  return (
    <>
      <div className="intro">
        <h1>Operations</h1>
        <p>
          {LOCAL_STACK
            ? 'The last hour of this machine’s stack, by the definitions of the deployed dashboard. It renews itself every few seconds.'
            : 'A deployed stage is watched on its CloudWatch dashboard. On the local stack (npm start) the same plots stand here.'}
        </p>
      </div>
      {problem !== undefined && <p role="alert">The metrics could not be read: {problem}.</p>}
      {metrics?.rows.map((row) => (
        <Row key={row.title} row={row} />
      ))}
    </>
  );
}

/** One question, with a chart for each unit that its answer has. */
function Row({ row: { title, series } }: { row: MetricsRow }) {
  const until = Date.now();
  const byUnit = Map.groupBy(series, ({ unit }) => unit);
  return (
    <section className="question" aria-label={title}>
      <h2>{title}</h2>
      <div className="charts">
        {[...byUnit].map(([unit, group]) => (
          <LineChart
            key={unit}
            title={UNIT_TITLES[unit] ?? unit}
            unit={unit}
            series={group}
            targets={targetsOf(title, unit, group)}
            span={[until - HOUR_MS, until]}
          />
        ))}
      </div>
    </section>
  );
}

const UNIT_TITLES: Readonly<Record<string, string>> = {
  Count: 'Per minute',
  Milliseconds: 'Time',
  Percent: 'Share',
};

function targetsOf(title: string, unit: string, series: readonly Series[]): readonly Target[] {
  if (unit !== 'Milliseconds' || !/response/i.test(title)) return [];
  return series.length > 0 ? RESPONSE_TARGETS : [];
}
