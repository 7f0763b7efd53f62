import type { Clock } from './clock.ts';

/** The reason with which waits are aborted when a request's deadline has passed. */
export class DeadlineError extends Error {
  override name = 'DeadlineError' as const;
  constructor() {
    super('The deadline has passed');
  }
}

/** The moment by which a request must be answered. Every wait of the request is bounded by it. */
export interface Deadline {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Aborted with a {@link DeadlineError} at that moment, or with the parent's reason when that is aborted earlier. */
  readonly signal: AbortSignal;
  /** Milliseconds left, never below zero. */
  remaining(): number;
  /** Frees the timer. Call it when the answer is known. */
  clear(): void;
}

/** @param at milliseconds since 1970 · @param parent aborts the deadline's signal early, until it is cleared */
export function createDeadline(clock: Clock, at: number, parent?: AbortSignal): Deadline {
  const controller = new AbortController();
  const cancel = clock.setTimer(Math.max(0, at - clock.now()), () => controller.abort(new DeadlineError()));
  const follow = () => {
    cancel();
    controller.abort(parent?.reason);
  };
  // Not AbortSignal.any: it costs several times as much and leaves its work to the garbage collector.
  if (parent?.aborted) follow();
  else parent?.addEventListener('abort', follow, { once: true });
  return {
    at,
    signal: controller.signal,
    remaining: () => Math.max(0, at - clock.now()),
    clear: () => {
      parent?.removeEventListener('abort', follow);
      cancel();
    },
  };
}
