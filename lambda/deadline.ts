import type { Clock } from './clock.ts';

/** Thrown (as an abort reason) by whatever was still waiting when a request's time was up. */
export class DeadlineError extends Error {
  override name = 'DeadlineError' as const;
  constructor() {
    super('The deadline has passed');
  }
}

/** The one moment by which a request must have its answer. It travels through every wait of the request. */
export interface Deadline {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Aborted with a {@link DeadlineError} at that moment, or with its own reason when the request is given up earlier. */
  readonly signal: AbortSignal;
  /** Milliseconds left, never below zero. */
  remaining(): number;
  /** Frees the timer. Call it when the answer is known. */
  clear(): void;
}

/** @param at milliseconds since 1970 · @param parent aborts the deadline's signal early, until it is cleared */
export function createDeadline(clock: Clock, at: number, parent?: AbortSignal): Deadline {
  const own = new AbortController();
  const stop = clock.alarm(Math.max(0, at - clock.now()), () => own.abort(new DeadlineError()));
  const giveUp = () => {
    stop();
    own.abort(parent?.reason);
  };
  // Not AbortSignal.any: it costs several times as much and leaves its work to the garbage collector.
  if (parent?.aborted) giveUp();
  else parent?.addEventListener('abort', giveUp, { once: true });
  return {
    at,
    signal: own.signal,
    remaining: () => Math.max(0, at - clock.now()),
    clear: () => {
      parent?.removeEventListener('abort', giveUp);
      stop();
    },
  };
}
