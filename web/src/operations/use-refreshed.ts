import { useEffect, useState } from 'react';

/**
 * Reads something at once, and again and again while the page is visible.
 *
 * @param read the same function until it reads something else; undefined while nothing is to be read
 * @returns why the last time failed
 */
export function useRefreshed(
  read: ((signal: AbortSignal) => Promise<void>) | undefined,
  everyMs: number,
): string | undefined {
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    if (read === undefined) return;
    const leaving = new AbortController();
    const { signal } = leaving;
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function refresh(): Promise<void> {
      try {
        if (!document.hidden) {
          await read?.(signal);
          setProblem(undefined);
        }
      } catch (error) {
        if (!signal.aborted) setProblem((error as Error).message);
      }
      if (!signal.aborted) timer = setTimeout(refresh, everyMs);
    }
    void refresh();
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [read, everyMs]);

  return problem;
}
