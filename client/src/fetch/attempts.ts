import type { Clock } from '../clock.ts';
import { StreamError } from '../stream-error.ts';
import { type Abortable, withTimeLimit } from '../time-limit.ts';

export interface AttemptOptions {
  /** Maximum attempts, including the first. */
  readonly attempts: number;
  /** Milliseconds for everything: requests and waits. */
  readonly timeout: number;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Waits for what a failed attempt was too short for. @returns whether to ask again at once */
  readonly outlast: (failure: StreamError, signal: AbortSignal) => Promise<boolean | undefined> | undefined;
}

/** The API answers a slow extraction with 504 before this: a request that takes longer hangs in the network. */
const ATTEMPT_TIMEOUT_MS = 35_000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 10_000;

/**
 * Retries transient failures after 1 s, 2 s, 4 s … up to 10 s, each ± 20 %, and never sooner than the server's
 * Retry-After. A failure whose Retry-After exceeds 10 s, or the time that is left, is thrown at once: a page can show
 * "again in 40 s", while a silent wait looks like a hang.
 *
 * @throws StreamError the last failure, or `Request timeout` with it as its cause
 * @throws the signal's reason, as soon as it is aborted
 */
export function withAttempts<T>(call: Abortable<T>, options: AttemptOptions, signal: AbortSignal): Promise<T> {
  const { attempts, timeout, clock, random, outlast } = options;
  const until = clock.now() + timeout;
  let failure: StreamError | undefined;
  return withTimeLimit(
    timeout,
    clock,
    signal,
    () => timeoutError(timeout, failure),
    async (inTime) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await withTimeLimit(ATTEMPT_TIMEOUT_MS, clock, inTime, () => timeoutError(ATTEMPT_TIMEOUT_MS), call);
        } catch (error) {
          if (!(error instanceof StreamError)) throw error;
          failure = error;
          if (await outlast(error, inTime)) continue;
          if (!error.retryable || attempt >= attempts) throw error;
          const wait = waitAfter(attempt, random, error.retryAfter);
          if (wait === undefined || clock.now() + wait >= until) throw error;
          await clock.sleep(wait, inTime);
        }
      }
    },
  );
}

/** Milliseconds; undefined when the server's Retry-After is longer than the client ever waits. */
function waitAfter(attempt: number, random: () => number, retryAfter = 0): number | undefined {
  const asked = retryAfter * 1000;
  if (asked > LONGEST_WAIT_MS) return undefined;
  const backOff = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.8 + 0.4 * random()), LONGEST_WAIT_MS);
  // Jitter is only added: clients with the same Retry-After would otherwise all return in the same second.
  return asked > backOff ? asked + FIRST_WAIT_MS * random() : backOff;
}

const timeoutError = (ms: number, cause?: StreamError): StreamError =>
  new StreamError({
    status: 0,
    error: 'Request timeout',
    message: `No answer came within ${ms / 1000} s.`,
    retryable: true,
    cause,
  });
