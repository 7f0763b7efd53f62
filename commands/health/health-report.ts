import type { HealthView } from '../../lambda/health/health-view.ts';
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
    ...(lastRun?.originsDown ?? []).map((origin) => printable(`${origin} is down: every source of it fails`)),
    ...(lastRun?.blocked ? ['Nothing answered the prober: no source was judged'] : []),
    lastRun ? `${lastRun.probed} sources probed at ${lastRun.at}, ${unwell} not well` : 'No run so far',
  ];
  return `${lines.join('\n')}\n`;
}

/** Whether an operator has nothing to do. */
export const isWell = ({ lastRun, unwell }: HealthView): boolean =>
  unwell === 0 && !lastRun?.blocked && (lastRun?.originsDown.length ?? 0) === 0;
