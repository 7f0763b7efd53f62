import type { Clock } from '../clock.ts';
import { StreamError } from '../stream-error.ts';

export interface AttemptRules {
  /** Calls in all. */
  readonly attempts: number;
  /** Milliseconds for everything: calls and waits. */
  readonly timeout: number;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
}

type Call<T> = (signal: AbortSignal) => Promise<T>;

/** A call that takes longer hangs in the network: the API itself answers a slow extraction with 504 before that. */
const CALL_LIMIT_MS = 35_000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 10_000;

/**
 * Calls again after failures that can pass: waits of 1 s, 2 s, 4 s … up to 10 s, each ± 20 %, never shorter than the
 * server's Retry-After. Where that asks for more than 10 s, or for more than is left, the failure is thrown at once:
 * a page can say "again in 40 s", while a silent wait looks like a hang.
 *
 * @throws StreamError the last failure, or `Request timeout` with it as its cause
 * @throws the signal's reason, as soon as it is aborted
 */
export function withAttempts<T>(call: Call<T>, rules: AttemptRules, signal: AbortSignal): Promise<T> {
  const { clock, timeout } = rules;
  const until = clock.now() + timeout;
  let failure: StreamError | undefined;
  return withinTime(
    timeout,
    clock,
    signal,
    () => outOfTime(timeout, failure),
    async (inTime) => {
      for (let made = 1; ; made += 1) {
        try {
          return await withinTime(CALL_LIMIT_MS, clock, inTime, () => outOfTime(CALL_LIMIT_MS), call);
        } catch (error) {
          if (!(error instanceof StreamError)) throw error;
          failure = error;
          if (!error.retryable || made >= rules.attempts) throw error;
          const wait = waitAfter(made, error.retryAfter, rules.random);
          if (wait === undefined || clock.now() + wait >= until) throw error;
          await clock.sleep(wait, inTime);
        }
      }
    },
  );
}

/** Milliseconds; undefined when the server asks for more than is ever waited out. */
function waitAfter(made: number, retryAfter: number | undefined, random: () => number): number | undefined {
  const asked = (retryAfter ?? 0) * 1000;
  if (asked > LONGEST_WAIT_MS) return undefined;
  const doubling = Math.min(FIRST_WAIT_MS * 2 ** (made - 1) * (0.8 + 0.4 * random()), LONGEST_WAIT_MS);
  // Later than asked, never earlier: all who were told the same second would come back in it.
  return asked > doubling ? asked + FIRST_WAIT_MS * random() : doubling;
}

/** Runs a call whose signal is aborted, and which is given up, when its time is over or the caller's signal says so. */
async function withinTime<T>(
  ms: number,
  clock: Clock,
  signal: AbortSignal,
  reason: () => StreamError,
  call: Call<T>,
): Promise<T> {
  if (signal.aborted) throw signal.reason;
  const limit = new AbortController();
  const answered = new AbortController();
  const giveUp = () => limit.abort(signal.reason);
  signal.addEventListener('abort', giveUp, { once: true });
  clock.sleep(ms, answered.signal).then(
    () => limit.abort(reason()),
    () => undefined,
  );
  try {
    return await Promise.race([call(limit.signal), rejectionOf(limit.signal)]);
  } catch (error) {
    throw limit.signal.aborted ? limit.signal.reason : error;
  } finally {
    answered.abort();
    signal.removeEventListener('abort', giveUp);
  }
}

const rejectionOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

const outOfTime = (ms: number, cause?: StreamError): StreamError =>
  new StreamError({
    status: 0,
    error: 'Request timeout',
    message: `No answer came within ${ms / 1000} s.`,
    retryable: true,
    cause,
  });
