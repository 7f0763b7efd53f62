import { useEffect, useState } from 'react';
import type { UsageAnswer } from '../../../contract/local/usage.ts';

/** What viewers got, from the points of view that the page shows. */
export interface Usage {
  readonly isOn: boolean;
  readonly qualities: UsageAnswer;
  readonly hours: UsageAnswer;
  readonly sources: UsageAnswer;
}

const REFRESH_MS = 10_000;

/** Reads it every few seconds while the page is visible. */
export function useUsage(): { usage: Usage | undefined; problem: string | undefined } {
  const [usage, setUsage] = useState<Usage>();
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function read(by: 'quality' | 'hour' | 'source'): Promise<UsageAnswer> {
      const response = await fetch(`/local/usage?by=${by}`, { signal });
      if (!response.ok) throw new Error(`status ${response.status}`);
      return (await response.json()) as UsageAnswer;
    }
    async function refresh(): Promise<void> {
      let isOn = true;
      try {
        if (!document.hidden) {
          const [qualities, hours, sources] = await Promise.all([read('quality'), read('hour'), read('source')]);
          isOn = qualities.isOn;
          setUsage({ isOn, qualities, hours, sources });
          setProblem(undefined);
        }
      } catch (error) {
        if (!signal.aborted) setProblem((error as Error).message);
      }
      if (!signal.aborted && isOn) timer = setTimeout(refresh, REFRESH_MS);
    }
    void refresh();
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, []);

  return { usage, problem };
}
