import type { StreamRequest } from '@stream-api/client';
import { type Exchange, exchange } from './exchange.ts';

/** Purges one title, by the function that operators invoke. Works on the local stack only. */
export function purge({ tmdbId, mediaType }: StreamRequest): Promise<Exchange> {
  return exchange('/2015-03-31/functions/cache/invocations', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ action: 'purge', scope: { title: { tmdbId: String(tmdbId), mediaType } } }),
  });
}
