import type { MetricsAnswer, PanelAnswer } from '../../../contract/local/metrics.ts';
import type { Span } from './marks.ts';
import { PanelChart } from './panel-chart.tsx';

interface QuestionProps {
  row: MetricsAnswer['rows'][number];
  span: Span;
}

/** The panels that answer one question; those without data yet are folded into a line each. */
export function Question({ row: { question, panels }, span }: QuestionProps) {
  const empty = panels.filter(isEmpty);
  const full = panels.filter((panel) => !isEmpty(panel));
  return (
    <section className="question" aria-label={question}>
      <h2>{question}</h2>
      {full.length > 0 && (
        <div className="charts">
          {full.map((panel) => (
            <PanelChart key={panel.title} panel={panel} span={span} />
          ))}
        </div>
      )}
      {empty.length > 0 && (
        <div className="charts folded">
          {empty.map((panel) => (
            <PanelChart key={panel.title} panel={panel} span={span} isFolded />
          ))}
        </div>
      )}
    </section>
  );
}

const isEmpty = ({ series }: PanelAnswer): boolean => series.every(({ points }) => points.length === 0);
