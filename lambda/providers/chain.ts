import type { Clock } from '../clock.ts';
import { createDeadline } from '../deadline.ts';
import { shareOf } from './deadline-share.ts';
import { causeOf, type ProviderEvent } from './events.ts';
import { failureOf, outcomeOf } from './outcomes.ts';
import { NotFoundError, type Provider, type ProvideSources, UnavailableError } from './provider.ts';

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
      const later = providers.length - index - 1;
      const share =
        later === 0 ? deadline : createDeadline(clock, clock.now() + shareOf(deadline, later), deadline.signal);
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
    throw failureOf(failures);
  };
}
