import type { HealthView } from '../../lambda/health/health-view.ts';
import type { HealthReport } from '../../lambda/health/report.ts';
import { failedOf } from '../../lambda/probes/probe.ts';
import { printable } from '../printable.ts';
import { tableText } from '../table-text.ts';

/** What is known of a stage's sources as lines of text. */
export function healthReport({ lastRun, unwell, sources }: HealthView): string {
  const rows = sources.map(({ condition, since, content, origin, id, reason }) => [
    condition,
    since,
    content ?? '',
    id,
    origin ?? '',
    reason ?? '',
  ]);
  const lines = [
    ...(rows.length > 0 ? [tableText(['found', 'since', 'title', 'source', 'host', 'why'], rows), ''] : []),
    ...(unwell > rows.length ? [`… and ${unwell - rows.length} more`, ''] : []),
    ...(lastRun?.originsDown ?? []).map((origin) => printable(`every source of ${origin} failed in the last run`)),
    ...(lastRun?.blocked ? ['Nothing answered the prober: no source was judged'] : []),
    lastRun ? summaryOf(lastRun, unwell) : 'No run so far',
  ];
  return `${lines.join('\n')}\n`;
}

/** A source that fails once is not judged yet: then both numbers are in it, as in the console. */
function summaryOf({ probed, at, verdicts, blocked }: HealthReport, unwell: number): string {
  const failed = failedOf(verdicts);
  const failures = failed > 0 ? ` ${failed} failed,` : '';
  const pending = failed > unwell && !blocked ? ' so far: the next runs decide' : '';
  return `${probed} sources probed at ${at},${failures} ${unwell} not well${pending}`;
}

/** Whether an operator has nothing to do. */
export const isWell = ({ lastRun, unwell }: HealthView): boolean =>
  unwell === 0 && !lastRun?.blocked && (lastRun?.originsDown.length ?? 0) === 0;
