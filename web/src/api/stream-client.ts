import { createStreamClient, type StreamRequest } from '@stream-api/client';
import { createExchangeLog } from './exchange-log.ts';

export const exchangeLog = createExchangeLog();

/** One attempt: this page shows what the API says and leaves it to the person to try again. */
export const streamClient = createStreamClient({ attempts: 1, fetch: exchangeLog.fetch });

/** Path and query of a title, as the client asks for it. */
export function targetOf({ tmdbId, mediaType, season, episode }: StreamRequest): string {
  const query = new URLSearchParams({ tmdbId: String(tmdbId), mediaType });
  if (mediaType === 'tv') {
    query.set('season', String(season));
    query.set('episode', String(episode));
  }
  return `/api/stream/extract?${query}`;
}
