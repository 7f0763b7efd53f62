import { useEffect, useState } from 'react';
import type { MetricsAnswer } from '../../../contract/local/metrics.ts';

const REFRESH_MS = 3000;

/** The local stack's metrics, updated every few seconds while the page is visible. */
export function useMetrics(): { metrics: MetricsAnswer | undefined; problem: string | undefined } {
  const [metrics, setMetrics] = useState<MetricsAnswer>();
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function refresh(): Promise<void> {
      try {
        if (!document.hidden) {
          const response = await fetch('/local/metrics', { signal });
          if (!response.ok) throw new Error(`status ${response.status}`);
          setMetrics((await response.json()) as MetricsAnswer);
          setProblem(undefined);
        }
      } catch (error) {
        if (!signal.aborted) setProblem((error as Error).message);
      }
      if (!signal.aborted) timer = setTimeout(refresh, REFRESH_MS);
    }
    if (LOCAL_STACK) void refresh();
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, []);

  return { metrics, problem };
}
