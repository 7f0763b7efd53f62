import type { Clock } from '../clock.ts';
import { createDeadline, type Deadline } from '../deadline.ts';
import { causeOf, type ProviderEvent } from './events.ts';
import {
  BreakerOpenError,
  InvalidAnswerError,
  NotFoundError,
  type Provider,
  type ProvideSources,
  UnavailableError,
} from './provider.ts';

/** What each later provider keeps of the deadline, however long an earlier one hangs. */
const KEPT_FOR_LATER_MS = 3_000;

/**
 * Asks the providers in order; the first that finds sources wins.
 *
 * @returns a function that throws
 *   NotFoundError when no provider has the content;
 *   UnavailableError when nothing was found and at least one provider could not be asked or gave an invalid answer:
 *   `timedOut` when all of those ran out of time, `blocked` when none of them was asked, `retryAfter` the longest that
 *   any of them asked for
 */
export function createChain(providers: readonly Provider[], clock: Clock): ProvideSources {
  return async (content, deadline, observer) => {
    const failures: unknown[] = [];
    for (const [index, { name, extract }] of providers.entries()) {
      if (deadline.signal.aborted) {
        failures.push(new UnavailableError('Out of time', { cause: deadline.signal.reason, timedOut: true }));
        break;
      }
      const started = clock.now();
      const report = (outcome: ProviderEvent['outcome'], details?: Pick<ProviderEvent, 'timedOut' | 'cause'>) =>
        observer.onProvider?.({ provider: name, durationMs: clock.now() - started, outcome, ...details });
      const share = shareOf(deadline, providers.length - index - 1, clock);
      try {
        const extraction = await extract(content, share, observer);
        report('found');
        return extraction;
      } catch (error) {
        const timedOut = error instanceof UnavailableError ? error.timedOut : undefined;
        report(outcomeOf(error), { timedOut, cause: causeOf(error) });
        if (!(error instanceof NotFoundError)) failures.push(error);
      } finally {
        if (share !== deadline) share.clear();
      }
    }
    if (failures.length === 0) throw new NotFoundError('No provider has it');
    throw summaryOf(failures);
  };
}

/** All of the deadline but 3 s for each later provider, and never less than an even part. */
function shareOf(deadline: Deadline, later: number, clock: Clock): Deadline {
  if (later === 0) return deadline;
  const remaining = deadline.remaining();
  const share = Math.max(remaining - later * KEPT_FOR_LATER_MS, remaining / (later + 1));
  return createDeadline(clock, clock.now() + share, deadline.signal);
}

function outcomeOf(error: unknown): ProviderEvent['outcome'] {
  if (error instanceof NotFoundError) return 'not-found';
  if (error instanceof BreakerOpenError) return 'blocked';
  return error instanceof InvalidAnswerError ? 'invalid' : 'unavailable';
}

function summaryOf(failures: readonly unknown[]): UnavailableError {
  const unavailable = failures.filter((error) => error instanceof UnavailableError);
  const waits = unavailable.flatMap((error) => error.retryAfter ?? []);
  return new UnavailableError('No provider could answer', {
    cause: failures.length === 1 ? failures[0] : new AggregateError(failures, 'Several providers failed'),
    retryAfter: waits.length === 0 ? undefined : Math.max(...waits),
    timedOut: unavailable.length === failures.length && unavailable.every((error) => error.timedOut),
    blocked: unavailable.length === failures.length && unavailable.every((error) => error.blocked),
  });
}
