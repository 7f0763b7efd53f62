import type { Clock } from '../clock.ts';
import type { Deadline } from '../deadline.ts';
import { OutgoingError } from '../outgoing/outgoing-error.ts';
import { untilAborted } from '../outgoing/until-aborted.ts';
import { type AttemptEvent, causeOf, type ExtractionObserver } from './events.ts';
import { InvalidAnswerError, NotFoundError, overtakenBy, ProviderStatusError, UnavailableError } from './provider.ts';

const MAX_ATTEMPTS = 3;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 10_000;
const JITTER = 0.2;

class AttemptTimeoutError extends Error {
  override name = 'AttemptTimeoutError' as const;
}

export interface AttemptOptions {
  /** Named in the events. */
  readonly provider: string;
  readonly deadline: Deadline;
  readonly clock: Clock;
  /** Evenly distributed from 0 to below 1. */
  readonly random: () => number;
  /** Milliseconds that one call may take. */
  readonly attemptTimeoutMs: number;
  readonly observer: ExtractionObserver;
  /** Awaited before each attempt but the first, after the wait for it. */
  readonly beforeRetry?: (() => Promise<void>) | undefined;
}

/**
 * Makes a call up to three times in all. It waits 1 s and 2 s between them, give or take a fifth, or as long as the
 * provider's Retry-After asks; a wait that would outlast the deadline is not begun. Only transient failures are
 * retried: network errors, timeouts, 5xx, 408 and 429.
 *
 * @param call one attempt; once its signal is aborted, nothing waits for it any longer
 * @throws NotFoundError, InvalidAnswerError as the call threw them
 * @throws UnavailableError in every other case; `timedOut` when every attempt ran out of time
 */
export async function withAttempts<T>(call: (signal: AbortSignal) => Promise<T>, options: AttemptOptions): Promise<T> {
  const { deadline, clock } = options;
  let onlyTimeouts = true;
  let cause: unknown = deadline.signal.reason;
  for (let attempt = 1; !deadline.signal.aborted; attempt += 1) {
    try {
      return await once(call, attempt, options);
    } catch (error) {
      if (error instanceof NotFoundError || error instanceof InvalidAnswerError) throw error;
      cause = error;
    }
    onlyTimeouts &&= isTimeout(cause, deadline);
    if (attempt === MAX_ATTEMPTS || !isTransient(cause)) break;
    const wait = Math.max(backOff(attempt, options.random), (retryAfterOf(cause) ?? 0) * 1000);
    if (wait >= deadline.remaining()) break;
    await clock.sleep(wait, deadline.signal).catch(() => undefined);
    if (!deadline.signal.aborted) await options.beforeRetry?.();
  }
  throw new UnavailableError(`${options.provider}: ${causeOf(cause)}`, {
    cause,
    retryAfter: retryAfterOf(cause),
    timedOut: onlyTimeouts,
  });
}

async function once<T>(
  call: (signal: AbortSignal) => Promise<T>,
  attempt: number,
  { provider, deadline, clock, attemptTimeoutMs, observer }: AttemptOptions,
): Promise<T> {
  const started = clock.now();
  const timeout = new AbortController();
  const cancel = clock.setTimer(attemptTimeoutMs, () =>
    timeout.abort(new AttemptTimeoutError('The attempt ran out of time')),
  );
  const report = (outcome: AttemptEvent['outcome'], cause?: string) =>
    observer.onAttempt?.({ provider, attempt, durationMs: clock.now() - started, outcome, cause });
  try {
    const signal = AbortSignal.any([deadline.signal, timeout.signal]);
    const value = await untilAborted(call(signal), signal);
    report('answered');
    return value;
  } catch (error) {
    report(outcomeOf(error, deadline), causeOf(error));
    throw error;
  } finally {
    cancel();
  }
}

function outcomeOf(error: unknown, deadline: Deadline): AttemptEvent['outcome'] {
  if (error instanceof NotFoundError) return 'not-found';
  if (error instanceof InvalidAnswerError) return 'invalid';
  if (overtakenBy(error)) return 'cancelled';
  return isTimeout(error, deadline) ? 'timeout' : 'failed';
}

function isTimeout(error: unknown, deadline: Deadline): boolean {
  return error instanceof AttemptTimeoutError || (deadline.signal.aborted && error === deadline.signal.reason);
}

function isTransient(error: unknown): boolean {
  if (error instanceof AttemptTimeoutError) return true;
  if (error instanceof OutgoingError) return error.reason === 'network';
  if (!(error instanceof ProviderStatusError)) return false;
  return error.status >= 500 || error.status === 408 || error.status === 429;
}

function backOff(attempt: number, random: () => number): number {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
  return Math.round(wait * (1 - JITTER + 2 * JITTER * random()));
}

function retryAfterOf(error: unknown): number | undefined {
  return error instanceof ProviderStatusError ? error.retryAfter : undefined;
}
