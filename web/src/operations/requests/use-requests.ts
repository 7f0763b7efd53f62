import { useEffect, useRef, useState } from 'react';
import type { RequestRecord, RequestsAnswer } from '../../../../contract/local/requests.ts';

const REFRESH_MS = 1000;

/** As many as the stack keeps. */
const KEPT = 500;

/** The API's requests to the local stack, newest first; read every second while the page is visible and not paused. */
export function useRequests(isPaused: boolean): { requests: readonly RequestRecord[]; problem: string | undefined } {
  const [requests, setRequests] = useState<readonly RequestRecord[]>([]);
  const [problem, setProblem] = useState<string>();
  const last = useRef(0);

  useEffect(() => {
    if (isPaused) return;
    const leaving = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function refresh(): Promise<void> {
      try {
        if (!document.hidden) {
          const newer = await readRequests(last.current, leaving.signal);
          // Numbers begin again when the stack does.
          const isAnew = newer[0] !== undefined && newer[0].seq <= last.current;
          last.current = newer.at(-1)?.seq ?? last.current;
          if (newer.length > 0) {
            setRequests((before) => [...newer.toReversed(), ...(isAnew ? [] : before)].slice(0, KEPT));
          }
          setProblem(undefined);
        }
      } catch (error) {
        if (!leaving.signal.aborted) setProblem((error as Error).message);
      }
      if (!leaving.signal.aborted) timer = setTimeout(refresh, REFRESH_MS);
    }
    void refresh();
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [isPaused]);

  return { requests, problem };
}

async function readRequests(after: number, signal: AbortSignal): Promise<readonly RequestRecord[]> {
  const response = await fetch(`/local/requests?after=${after}`, { signal });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return ((await response.json()) as RequestsAnswer).requests;
}
