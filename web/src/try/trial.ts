import type { StreamRequest } from '@stream-api/client';
import { EXTRACT_PATH } from '../../../client/src/fetch/request.ts';
import { type Exchange, exchange } from '../api/exchange.ts';

/** Something to try: a button that sends requests, each with its answer as a step. */
export interface Trial {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Seconds that it takes, where that is worth mentioning. */
  readonly takes?: number;
  /** What it waits for: the progress of its extraction is shown. */
  readonly title?: StreamRequest;
  run(signal: AbortSignal): AsyncGenerator<Step>;
}

export interface Step {
  /** What was done, or what the answer shows. */
  readonly note: string;
  readonly exchange: Exchange;
}

/** @param query of `GET /api/stream/extract` */
export const ask = (query: string, signal: AbortSignal): Promise<Exchange> =>
  exchange(`${EXTRACT_PATH}?${query}`, { cache: 'no-store', signal });

export const movie = (tmdbId: string): string => `tmdbId=${tmdbId}&mediaType=movie`;
