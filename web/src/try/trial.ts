import type { StreamRequest } from '@stream-api/client';
import { EXTRACT_PATH } from '../../../client/src/fetch/request.ts';
import { answeredBy } from '../api/answered-by.ts';
import { type Exchange, exchange } from '../api/exchange.ts';

/** Something to try: a button that sends requests, each with its answer as a step. */
export interface Trial {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Seconds that it takes, where that is worth mentioning. */
  readonly takes?: number;
  /** @param watch shows the progress of a title's extraction */
  run(signal: AbortSignal, watch: (title: StreamRequest) => void): AsyncGenerator<Step>;
}

export interface Step {
  /** What was done, or what the answer shows. */
  readonly note: string;
  readonly exchange: Exchange;
}

/** What a note is true of. */
interface Expected {
  readonly status: number;
  /** Whether the cache has the answer; undefined where both are well. */
  readonly isHit?: boolean;
}

/** A step with its note where the answer is the expected one; else with what came instead. */
export function step({ status, isHit }: Expected, exchange: Exchange, note: string): Step {
  if (exchange.status !== status) {
    return { note: `A ${status} was expected, a ${exchange.status} came instead.`, exchange };
  }
  const wasHit = answeredBy(exchange)?.ttl !== undefined;
  if (isHit === undefined || isHit === wasHit) return { note, exchange };
  const [from, instead] = isHit ? ['the cache', 'a provider'] : ['a provider', 'the cache'];
  return { note: `An answer from ${from} was expected, one from ${instead} came instead.`, exchange };
}

/** @param query of `GET /api/stream/extract` */
export const ask = (query: string, signal: AbortSignal): Promise<Exchange> =>
  exchange(`${EXTRACT_PATH}?${query}`, { cache: 'no-store', signal });

export const movie = (tmdbId: string): string => `tmdbId=${tmdbId}&mediaType=movie`;
