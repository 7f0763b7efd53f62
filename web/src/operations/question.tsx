import type { MetricsAnswer } from '../../../contract/local-metrics.ts';
import type { Span } from './marks.ts';
import { PanelChart } from './panel-chart.tsx';

interface QuestionProps {
  row: MetricsAnswer['rows'][number];
  span: Span;
}

/** The panels that answer one question; those without data yet are folded into a line with their names. */
export function Question({ row: { question, panels }, span }: QuestionProps) {
  const isEmpty = ({ series }: (typeof panels)[number]) => series.every(({ points }) => points.length === 0);
  const empty = panels.filter(isEmpty);
  const charts = (some: typeof panels) => (
    <div className="charts">
      {some.map((panel) => (
        <PanelChart key={panel.title} panel={panel} span={span} />
      ))}
    </div>
  );
  return (
    <section className="question" aria-label={question}>
      <h2>{question}</h2>
      {empty.length < panels.length && charts(panels.filter((panel) => !isEmpty(panel)))}
      {empty.length > 0 && (
        <details className="empty">
          <summary>No data yet: {empty.map(({ title }) => title).join(', ')}</summary>
          {charts(empty)}
        </details>
      )}
    </section>
  );
}
