import type { PanelAnswer, SeriesAnswer } from '../../../contract/local/metrics.ts';
import { readableMoment, readableValue } from './chart-scale.ts';
import { type Span, spanInWords } from './marks.ts';

interface LegendProps {
  panel: PanelAnswer;
  /** The time under the pointer. */
  pointed: number | undefined;
  span: Span;
}

/** The series with the marks that they are drawn with, and their values over the time shown or at the pointer. */
export function Legend({ panel: { series, unit, isStacked }, pointed, span }: LegendProps) {
  const shownValue = ({ points, overall }: SeriesAnswer) =>
    pointed === undefined ? overall : points.find(([at]) => at === pointed)?.[1];
  // What is not drawn has no mark to be explained.
  const isDrawn = ({ points }: SeriesAnswer) => points.length > 0 || series.every((each) => each.points.length === 0);
  return (
    <ul className="legend">
      {series.map((each, index) => {
        if (!isDrawn(each)) return null;
        const value = shownValue(each);
        return (
          <li key={each.id}>
            <svg className={`mark mark-${index % 8}`} width="20" height="10" aria-hidden="true">
              {isStacked ? <rect x="5" width="10" height="10" /> : <line x1="1" x2="19" y1="5" y2="5" />}
            </svg>
            {each.label} <strong>{value === undefined ? '–' : readableValue(value, unit)}</strong>
          </li>
        );
      })}
      <li className="fine">{pointed === undefined ? spanInWords(span) : `at ${readableMoment(pointed)}`}</li>
    </ul>
  );
}
