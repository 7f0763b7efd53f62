import type { Measurement } from '../../contract/metrics.ts';
import type { ExtractionEvents } from './extraction-events.ts';

/** The measurements of the extra calls of one extraction: none where no provider was silent. */
export function extraCallMetrics({ extractions, extraCallsRefused }: ExtractionEvents): Measurement[] {
  const measured: Measurement[] = [];
  const beside = extractions.filter(({ extraCalls = 0 }) => extraCalls > 0);
  if (beside.length > 0) {
    measured.push(['ExtraCalls', beside.reduce((sum, { extraCalls = 0 }) => sum + extraCalls, 0)]);
    measured.push(['ExtraCallsWon', beside.filter(({ outcome }) => outcome === 'found').length]);
  }
  if (extraCallsRefused > 0) measured.push(['ExtraCallsRefused', extraCallsRefused]);
  return measured;
}
