import type { UsageRow } from '../../../contract/usage.ts';
import { readableSeconds } from '../shell/readable.ts';
import { ScrollRegion } from '../shell/scroll-region.tsx';
import { stalledInWords } from './usage-panels.ts';

const MOST = 8;

/** The sources that failed for viewers, the worst first. */
export function SourceFailures({ rows }: { readonly rows: readonly UsageRow[] }) {
  const failing = rows
    .filter(({ errors }) => errors > 0)
    .sort((a, b) => b.errors - a.errors)
    .slice(0, MOST);
  const most = failing[0]?.errors ?? 1;
  return (
    <section className="chart source-failures" aria-label="Failures by source">
      <h3>
        Failures by source <span className="fine">in whole days (UTC), since {lastDay()}</span>
      </h3>
      {failing.length === 0 ? (
        <p className="fine">No source that enough people watch has failed for a viewer.</p>
      ) : (
        <ScrollRegion name="Sources that failed">
          <table>
            <thead>
              <tr>
                <th scope="col">Source</th>
                <th scope="col">Failures</th>
                <th scope="col">Watched</th>
                <th scope="col">Stalled</th>
              </tr>
            </thead>
            <tbody>
              {failing.map((row) => (
                <tr key={`${row.title} ${row.key}`}>
                  <th scope="row">
                    {row.title ?? row.key}
                    {row.title && <span className="fine"> {row.key}</span>}
                  </th>
                  <td className="failures">
                    <span className="bar" style={{ width: `${(100 * row.errors) / most}%` }} aria-hidden="true" />
                    <strong>{row.errors}</strong>
                  </td>
                  <td>{readableSeconds(row.playedSeconds)}</td>
                  <td>{stalledInWords([row])}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </section>
  );
}

/** The day with which a report by source begins: the one that lies 23 hours back. */
const lastDay = (): string => new Date(Date.now() - 23 * 3_600_000).toISOString().slice(0, 10);
