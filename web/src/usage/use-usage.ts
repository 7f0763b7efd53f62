import { useCallback, useState } from 'react';
import type { UsageAnswer } from '../../../contract/local/usage.ts';
import { readLocal } from '../api/read-local.ts';
import { useRefreshed } from '../operations/use-refreshed.ts';

/** What viewers got, from the points of view that the page shows. */
export interface Usage {
  readonly isOn: boolean;
  readonly qualities: UsageAnswer;
  readonly hours: UsageAnswer;
  readonly sources: UsageAnswer;
}

const REFRESH_MS = 10_000;

/** Reads it every few seconds while the page is visible; once on a stack that does not measure. */
export function useUsage(): { usage: Usage | undefined; problem: string | undefined } {
  const [usage, setUsage] = useState<Usage>();
  const read = useCallback(async (signal: AbortSignal) => {
    const by = (view: 'quality' | 'hour' | 'source') => readLocal<UsageAnswer>(`usage?by=${view}`, signal);
    const [qualities, hours, sources] = await Promise.all([by('quality'), by('hour'), by('source')]);
    setUsage({ isOn: qualities.isOn, qualities, hours, sources });
  }, []);
  const problem = useRefreshed(usage?.isOn === false ? undefined : read, REFRESH_MS);
  return { usage, problem };
}
