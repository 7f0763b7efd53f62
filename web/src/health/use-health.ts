import { useCallback, useEffect, useState } from 'react';
import type { HealthAnswer } from '../../../contract/local/health.ts';
import { readLocal } from '../api/read-local.ts';

export interface Health {
  readonly health: HealthAnswer | undefined;
  readonly problem: string | undefined;
  readonly isChecking: boolean;
  /** Has a run, and shows what it found. */
  check(): void;
}

/** What is known of the stack's sources: read once, and after each run that is asked for. */
export function useHealth(): Health {
  const [health, setHealth] = useState<HealthAnswer>();
  const [problem, setProblem] = useState<string>();
  const [isChecking, setChecking] = useState(false);

  const read = useCallback(async (signal?: AbortSignal) => {
    setHealth(await readLocal<HealthAnswer>('health', signal));
    setProblem(undefined);
  }, []);

  useEffect(() => {
    const leaving = new AbortController();
    read(leaving.signal).catch((error: Error) => {
      if (!leaving.signal.aborted) setProblem(error.message);
    });
    return () => leaving.abort();
  }, [read]);

  const check = useCallback(() => {
    const run = async () => {
      setChecking(true);
      try {
        const response = await fetch('/local/run/health', { method: 'POST' });
        // 409: a run is under way, whose result is as good.
        if (!response.ok && response.status !== 409) throw new Error(`status ${response.status}`);
        await read();
      } catch (error) {
        setProblem((error as Error).message);
      } finally {
        setChecking(false);
      }
    };
    void run();
  }, [read]);

  return { health, problem, isChecking, check };
}
