import type { HealthAnswer } from '../../../contract/local/health.ts';

const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/**
 * What is known of all sources, in one line. A source that fails once is not judged yet: then both numbers are in
 * it, as in the command's (commands/health/health-report.ts).
 */
export function healthSummary({ lastRun, unwell = 0 }: HealthAnswer): string {
  if (!lastRun) return 'No run so far. The prober runs every few minutes.';
  if (lastRun.blocked) return 'Nothing answered the prober in its last run, so no source was judged.';
  const at = new Date(lastRun.at).toLocaleTimeString([], TIME);
  const origins = lastRun.originsDown.map((origin) => ` Every source of ${origin} failed.`).join('');
  return `${lastRun.probed} sources probed at ${at}, ${found(lastRun.failed, unwell)}.${origins}`;
}

function found(failed: number, unwell: number): string {
  if (failed > unwell) {
    const judged = unwell === 0 ? 'None counts' : unwell === 1 ? '1 counts' : `${unwell} count`;
    return `${failed} failed. ${judged} as not well so far: the next runs decide`;
  }
  if (unwell === 0) return 'all known ones are well';
  return `${failed > 0 ? `${failed} failed, ` : ''}${unwell} not well`;
}
