import type { Measurement } from '../../../contract/metrics.ts';
import type { Contribution } from '../../usage/viewing.ts';

/** What a post adds to the metrics of the stage. Those that are zero are left out. */
export function usageMetrics(contributions: readonly Contribution[]): Measurement[] {
  let played = 0;
  let stalled = 0;
  let errors = 0;
  const starts: number[] = [];
  for (const each of contributions) {
    if (each.kind === 'played') played += each.ms;
    if (each.kind === 'stalled') stalled += each.ms;
    if (each.kind === 'error') errors += 1;
    if (each.kind === 'start') starts.push(each.ms);
  }
  const mean = starts.reduce((sum, ms) => sum + ms, 0) / starts.length;
  const measured: Measurement[] = [
    ['PlayedSeconds', played / 1000],
    ['StalledSeconds', stalled / 1000],
    ['PlaybackErrors', errors],
    ['StartupTime', starts.length > 0 ? Math.round(mean) : 0],
  ];
  return measured.filter(([, value]) => value > 0);
}
