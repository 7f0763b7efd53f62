import type { CacheView, EntryView } from '../../lambda/wiring/operator/show-entry.ts';

/** The cache's view of one title as lines of text. */
export function cacheReport(view: CacheView): string {
  const { entry, lease, lastFailure, refreshes, generation, breakers } = view;
  const lines = [
    row('key', view.key),
    ...(entry ? entryLines(entry) : [row('entry', 'none')]),
    row('lease', lease ? leaseText(lease.endsInSeconds) : 'none'),
    ...(lastFailure ? [row('last failure', lastFailure.outcome)] : []),
    ...(refreshes
      ? [row('refreshes', `${refreshes.failedInARow} failed in a row, the next not before ${refreshes.notBefore}`)]
      : []),
    row('generation', `${generation.current} purges so far; served from generation ${generation.required} on`),
    ...breakers.map(({ provider, openForSeconds }) =>
      row(`breaker ${provider}`, openForSeconds > 0 ? `open for another ${duration(openForSeconds)}` : 'closed'),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function entryLines({ kind, state, answer, ...entry }: EntryView): string[] {
  return [
    row('entry', `${kind}, ${state}`),
    row('stored', `${entry.storedAt}, ${duration(entry.ageSeconds)} ago`),
    row('fresh until', `${entry.freshUntil}, ${fromNow(entry.freshForSeconds)}`),
    row('stale until', `${entry.staleUntil}, ${fromNow(entry.staleForSeconds)}`),
    row('of generation', String(entry.generation)),
    ...(answer
      ? [
          row('answer', `${answer.sources} sources, ${answer.subtitles} subtitles, best ${answer.bestQuality}`),
          row('size', `${answer.bytes} bytes of JSON`),
          row('links expire', answer.earliestLinkExpiry ?? 'unknown'),
        ]
      : []),
  ];
}

const row = (name: string, text: string): string => `${name.padEnd(16)} ${text}`;
const leaseText = (seconds: number): string => (seconds > 0 ? `held for another ${duration(seconds)}` : 'expired');
const fromNow = (seconds: number): string => (seconds < 0 ? `${duration(-seconds)} ago` : `in ${duration(seconds)}`);

/** `1 h 5 min 3 s`, without the parts that are zero. */
function duration(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const shown = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return shown.length > 0 ? shown.join(' ') : '0 s';
}
