import { type Exchange, exchange } from '../api/exchange.ts';

/** One thing to try: a button, and what the API answers, step by step. */
export interface Trial {
  readonly id: string;
  readonly name: string;
  readonly explains: string;
  /** Seconds that it takes, where that is long enough to say so. */
  readonly takes?: number;
  run(signal: AbortSignal): AsyncGenerator<Step>;
}

export interface Step {
  /** What was done, and what to see in the answer. */
  readonly says: string;
  readonly exchange: Exchange;
}

/** @param query of `GET /api/stream/extract` */
export const ask = (query: string, signal: AbortSignal): Promise<Exchange> =>
  exchange(`/api/stream/extract${query === '' ? '' : `?${query}`}`, { cache: 'no-store', signal });

export const movie = (tmdbId: string): string => `tmdbId=${tmdbId}&mediaType=movie`;

export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
