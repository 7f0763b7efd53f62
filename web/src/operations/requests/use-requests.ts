import { useCallback, useRef, useState } from 'react';
import type { RequestRecord, RequestsAnswer } from '../../../../contract/local/requests.ts';
import { readLocal } from '../../api/read-local.ts';
import { useRefreshed } from '../use-refreshed.ts';

const REFRESH_MS = 1000;

/** As many as the stack keeps. */
const KEPT = 500;

/** The API's requests to the local stack, newest first; read every second while the page is visible and not paused. */
export function useRequests(isPaused: boolean): { requests: readonly RequestRecord[]; problem: string | undefined } {
  const [requests, setRequests] = useState<readonly RequestRecord[]>([]);
  const last = useRef(0);
  const read = useCallback(async (signal: AbortSignal) => {
    const { requests: newer } = await readLocal<RequestsAnswer>(`requests?after=${last.current}`, signal);
    // Numbers begin again when the stack does.
    const isAnew = newer[0] !== undefined && newer[0].seq <= last.current;
    last.current = newer.at(-1)?.seq ?? last.current;
    if (newer.length === 0) return;
    setRequests((before) => [...newer.toReversed(), ...(isAnew ? [] : before)].slice(0, KEPT));
  }, []);
  const problem = useRefreshed(isPaused ? undefined : read, REFRESH_MS);
  return { requests, problem };
}
