import type { UsageRow } from '../../../contract/usage.ts';
import { readableSeconds } from '../shell/readable.ts';
import { CLASSES, sum } from './usage-panels.ts';

/** Narrower parts have their name below only. */
const LEAST_PERCENT_WITH_NAME = 9;

/** All viewing of the last day as one bar, best quality first. */
export function QualityStrip({ rows }: { readonly rows: readonly UsageRow[] }) {
  const total = sum(rows.map(({ playedSeconds }) => playedSeconds)) || 1;
  const shown = CLASSES.flatMap((quality, index) => {
    const row = rows.find(({ key }) => key === quality);
    return row && row.playedSeconds > 0 ? [{ index, row, percent: (100 * row.playedSeconds) / total }] : [];
  });
  return (
    <figure className="chart quality-strip" aria-label="Quality watched in the last day">
      <figcaption>Quality watched in the last day</figcaption>
      <div className="strip" aria-hidden="true">
        {shown.map(({ index, row, percent }) => (
          <span key={row.key} className={`part class-${index}`} style={{ flexGrow: percent }}>
            {percent >= LEAST_PERCENT_WITH_NAME && <b>{row.key}</b>}
          </span>
        ))}
      </div>
      <ul className="legend">
        {shown.map(({ index, row, percent }) => (
          <li key={row.key}>
            <span className={`swatch class-${index}`} aria-hidden="true" />
            {row.key} <strong>{percent < 1 ? '< 1' : Math.round(percent)} %</strong>
            <span className="fine">
              {readableSeconds(row.playedSeconds)}
              {row.estimatedSeconds ? ', estimated in part' : ''}
            </span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
