import type { StreamRequest } from '@stream-api/client';
import { type Stream, useStream } from '@stream-api/client/react';
import { useState, useSyncExternalStore } from 'react';
import type { Exchange } from '../api/exchange.ts';
import { exchangeLog, streamClient, targetOf } from '../api/stream-client.ts';

export interface Answer extends Stream {
  /** The last request for this title since it was chosen; undefined while the stored answer is used. */
  exchange: Exchange | undefined;
}

/** A title's sources, and the request that fetched them. */
export function useAnswer(title: StreamRequest): Answer {
  const stream = useStream(title, { client: streamClient });
  const [chosenAt] = useState(() => performance.now());
  const last = useSyncExternalStore(exchangeLog.subscribe, () => exchangeLog.last(targetOf(title)));
  return { ...stream, exchange: last && last.sentAt >= chosenAt ? last : undefined };
}
