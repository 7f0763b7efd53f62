import type { ProviderEvent } from './events.ts';
import { BreakerOpenError, InvalidAnswerError, NotFoundError, overtakenBy, UnavailableError } from './provider.ts';

/** How a provider that did not find anything ended, for its event. */
export function outcomeOf(error: unknown): ProviderEvent['outcome'] {
  if (error instanceof NotFoundError) return 'not-found';
  if (error instanceof BreakerOpenError) return 'blocked';
  const overtaken = overtakenBy(error);
  if (overtaken) return overtaken.wasSilent ? 'overtaken' : 'cancelled';
  return error instanceof InvalidAnswerError ? 'invalid' : 'unavailable';
}

/**
 * The error of an extraction that found nothing: not found where every provider said so.
 *
 * @param failures of the providers that could not be asked, or gave an invalid answer
 */
export function failureOf(failures: readonly unknown[]): NotFoundError | UnavailableError {
  return failures.length === 0 ? new NotFoundError('No provider has it') : summaryOf(failures);
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
