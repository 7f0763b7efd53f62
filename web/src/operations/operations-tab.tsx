import type { MetricsAnswer } from '../../../contract/local-metrics.ts';
import type { Span } from './marks.ts';
import { PanelChart } from './panel-chart.tsx';
import { useMetrics } from './use-metrics.ts';
import './operations.css';

const MINUTE_MS = 60_000;

/** The panels of the deployed dashboard, from the metrics of the local stack. */
export function OperationsTab() {
  const { metrics, problem } = useMetrics();
  return (
    <>
      <div className="intro">
        <h1>Operations</h1>
        <p>
          {LOCAL_STACK
            ? 'The last hour of the local stack, in the panels of the deployed dashboard. Updated every few seconds.'
            : 'A deployed stage has a CloudWatch dashboard. The local stack (npm start) shows the same panels here.'}
        </p>
      </div>
      {problem !== undefined && <p role="alert">The metrics could not be read: {problem}.</p>}
      {metrics?.rows.map(({ question, panels }) => (
        <section key={question} className="question" aria-label={question}>
          <h2>{question}</h2>
          <div className="charts">
            {panels.map((panel) => (
              <PanelChart key={panel.title} panel={panel} span={spanOf(metrics)} />
            ))}
          </div>
        </section>
      ))}
    </>
  );
}

/** The part of the hour that has data: at least ten minutes. */
function spanOf({ from, to, periodSeconds, rows }: MetricsAnswer): Span {
  const series = rows.flatMap(({ panels }) => panels).flatMap((panel) => panel.series);
  const first = Math.min(to, ...series.flatMap(({ points }) => points[0]?.[0] ?? []));
  return { from: Math.max(from, Math.min(first - MINUTE_MS, to - 10 * MINUTE_MS)), to, periodMs: periodSeconds * 1000 };
}
