import { useCallback, useState } from 'react';
import type { MetricsAnswer } from '../../../contract/local/metrics.ts';
import { readLocal } from '../api/read-local.ts';
import { useRefreshed } from './use-refreshed.ts';

const REFRESH_MS = 3000;

/** The local stack's metrics, updated every few seconds while the page is visible. */
export function useMetrics(): { metrics: MetricsAnswer | undefined; problem: string | undefined } {
  const [metrics, setMetrics] = useState<MetricsAnswer>();
  const read = useCallback(
    async (signal: AbortSignal) => setMetrics(await readLocal<MetricsAnswer>('metrics', signal)),
    [],
  );
  const problem = useRefreshed(LOCAL_STACK ? read : undefined, REFRESH_MS);
  return { metrics, problem };
}
