import { createStreamClient, type StreamRequest } from '@stream-api/client';
import { EXTRACT_PATH, queryOf } from '../../../client/src/fetch/request.ts';
import { createExchangeLog } from './exchange-log.ts';
import { liveUrl } from './live.ts';

export const exchangeLog = createExchangeLog();

/** With a single attempt, because this page shows each response and offers a button to try again. */
export const streamClient = createStreamClient({ attempts: 1, fetch: exchangeLog.fetch, liveUrl });

/** Path and query of the client's request for a title. */
export const targetOf = (title: StreamRequest): string => `${EXTRACT_PATH}?${queryOf(title)}`;
