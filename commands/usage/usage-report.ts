import { OTHER, type UsageDimension, type UsageRow } from '../../contract/usage.ts';
import { tableText } from '../table-text.ts';

/** Rows as a table for people. */
export function usageText(by: UsageDimension, rows: readonly UsageRow[], days: number): string {
  const time = days === 1 ? 'the last 24 hours' : `the last ${days} days`;
  if (rows.length === 0) return `No player has reported anything in ${time}: see docs/usage.md\n`;
  const head = [by, 'sessions', 'played', 'stalled', 'of it', 'start', '95 of 100', 'switches', 'errors'];
  const lines = rows.map((row) => [
    keyText(row),
    String(row.sessions),
    span(row.playedSeconds),
    span(row.stalledSeconds),
    row.playedSeconds > 0 ? `${((100 * row.stalledSeconds) / row.playedSeconds).toFixed(1)} %` : '',
    milliseconds(row.startupMsP50),
    milliseconds(row.startupMsP95),
    String(row.switches),
    errorText(row),
  ]);
  const notes = [
    ...(rows.some(({ estimatedSeconds = 0 }) => estimatedSeconds > 0) ? ['~ partly estimated from the bit rate'] : []),
    ...(rows.some(({ key }) => key === OTHER) ? ['other: with fewer than five sessions in a day, or unknown'] : []),
  ];
  return `${[tableText(head, lines), ...(notes.length > 0 ? ['', ...notes] : [])].join('\n')}\n`;
}

const keyText = ({ key, title, estimatedSeconds = 0 }: UsageRow): string =>
  `${title === undefined ? '' : `${title} `}${key}${estimatedSeconds > 0 ? ' ~' : ''}`;

function errorText({ errors, errorKinds = {} }: UsageRow): string {
  if (errors === 0) return '0';
  const kinds = Object.entries(errorKinds).map(([kind, count]) => `${count} ${kind}`);
  return `${errors} (${kinds.join(', ')})`;
}

/** `95 s`, `12 min`, `3.4 h` */
function span(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`;
}

const milliseconds = (ms: number | null): string => (ms === null ? '' : `${ms} ms`);
