import type { Context } from 'aws-lambda';
import { RETRY_AFTER_SECONDS } from '../../contract/bounds.ts';
import { ApiError } from '../api-error.ts';
import type { Clock } from '../clock.ts';
import { SharedTimer } from '../shared-timer.ts';

/**
 * Ends a request a moment before Lambda would end the function, as Middy's `timeoutEarlyInMillis` does. The requests of
 * a container share a timer: one for each, and a race beside it, cost a hit a sixth of its time.
 */
export class EarlyTimeout {
  readonly #timer: SharedTimer;
  readonly #reserveMs: number;

  /** @param reserveMs before the function's end */
  constructor(clock: Clock, reserveMs: number) {
    this.#timer = new SharedTimer(clock);
    this.#reserveMs = reserveMs;
  }

  /**
   * @param answer is ignored once the time has passed; its signal is made when it is asked for, which a hit never does
   * @returns what the answer resolves to
   * @throws what the answer rejects with; ApiError `timeout`
   */
  run<T>(
    lambda: Pick<Context, 'getRemainingTimeInMillis'>,
    answer: (signal: () => AbortSignal) => Promise<T>,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      let controller: AbortController | undefined;
      const timed = this.#timer.begin(Math.max(0, lambda.getRemainingTimeInMillis() - this.#reserveMs), () => {
        controller?.abort();
        reject(new ApiError('timeout', { retryAfter: RETRY_AFTER_SECONDS }));
      });
      const signal = () => {
        controller ??= new AbortController();
        if (timed.hasEnded) controller.abort();
        return controller.signal;
      };
      answer(signal).then(
        (value) => {
          this.#timer.end(timed);
          resolve(value);
        },
        (error) => {
          this.#timer.end(timed);
          reject(error);
        },
      );
    });
  }
}
