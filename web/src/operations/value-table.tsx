import { useState } from 'react';
import type { PanelAnswer } from '../../../contract/local/metrics.ts';
import { ScrollRegion } from '../shell/scroll-region.tsx';
import { readableMoment, readableValue } from './chart-scale.ts';

/** A chart's values, newest first. Rendered only when opened. */
export function ValueTable({ panel, times }: { panel: PanelAnswer; times: readonly number[] }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>As a table</summary>
      {open && (
        <ScrollRegion name={`${panel.title} as a table`}>
          <table>
            <thead>
              <tr>
                <th scope="col">Time</th>
                {panel.series.map(({ id, label }) => (
                  <th key={id} scope="col">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {[...times].reverse().map((at) => (
                <tr key={at}>
                  <th scope="row">{readableMoment(at)}</th>
                  {panel.series.map(({ id, points }) => (
                    <td key={id}>{valueAt(points.find((point) => point[0] === at)?.[1], panel.unit)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </details>
  );
}

const valueAt = (value: number | undefined, unit: string): string =>
  value === undefined ? '–' : readableValue(value, unit);
