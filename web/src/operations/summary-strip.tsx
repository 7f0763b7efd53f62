import type { SummaryNumber } from '../../../contract/local/metrics.ts';
import { readableValue } from './chart-scale.ts';
import { type Span, spanInWords } from './marks.ts';
import { Sparkline } from './sparkline.tsx';
import './summary.css';

/** Five numbers that say whether the stack is well, each with its course over the time shown. */
export function SummaryStrip({ numbers, span }: { numbers: readonly SummaryNumber[]; span: Span }) {
  return (
    <section aria-label={`In numbers, ${spanInWords(span)}`}>
      <dl className="summary">
        {numbers.map(({ id, label, unit, overall, points }) => (
          <div key={id} className={id === 'errors' && overall ? 'has-errors' : undefined}>
            <dt>
              {label}
              {/* The list below has neither. */}
              {id === 'requests' && ' with reports and preflights'}
            </dt>
            <dd>
              {overall === undefined ? <span className="unknown">–</span> : readableValue(overall, unit)}
              <Sparkline points={points} span={span} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
