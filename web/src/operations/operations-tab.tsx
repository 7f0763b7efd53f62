import type { MetricsAnswer } from '../../../contract/local/metrics.ts';
import { HealthSection } from '../health/health-section.tsx';
import { UsageSection } from '../usage/usage-section.tsx';
import { type Span, spanInWords } from './marks.ts';
import { Question } from './question.tsx';
import { RequestList } from './requests/request-list.tsx';
import { SummaryStrip } from './summary-strip.tsx';
import { useMetrics } from './use-metrics.ts';
import './operations.css';

const MINUTE_MS = 60_000;

/** The local stack at work: five numbers, its requests as they come, and the panels of the deployed dashboard. */
export function OperationsTab() {
  const { metrics, problem } = useMetrics();
  const span = metrics && spanOf(metrics);
  return (
    <>
      <div className="intro">
        <h1>Operations</h1>
        <p>
          {LOCAL_STACK
            ? `${span ? capital(spanInWords(span)) : 'The last hour'} of the local stack, updated every few seconds.`
            : 'A deployed stage has a CloudWatch dashboard. The local stack (npm start) shows the same panels here.'}
        </p>
      </div>
      {problem !== undefined && <p role="alert">The metrics could not be read: {problem}.</p>}
      {metrics && span && <SummaryStrip numbers={metrics.summary} span={span} />}
      {LOCAL_STACK && <RequestList />}
      {LOCAL_STACK && <UsageSection />}
      {LOCAL_STACK && <HealthSection />}
      {span && metrics?.rows.map((row) => <Question key={row.question} row={row} span={span} />)}
    </>
  );
}

/** The part of the hour that has data: at least ten minutes. */
function spanOf({ from, to, periodSeconds, rows }: MetricsAnswer): Span {
  const series = rows.flatMap(({ panels }) => panels).flatMap((panel) => panel.series);
  const first = Math.min(to, ...series.flatMap(({ points }) => points[0]?.[0] ?? []));
  const wholeMinutes = Math.ceil((to - first) / MINUTE_MS) * MINUTE_MS;
  return { from: Math.max(from, to - Math.max(wholeMinutes, 10 * MINUTE_MS)), to, periodMs: periodSeconds * 1000 };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
