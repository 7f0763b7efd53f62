import type { Clock } from '../clock.ts';
import { createDeadline, type Deadline } from '../deadline.ts';
import type { Extraction } from '../stream/candidate.ts';
import type { Content } from '../stream/content.ts';
import { describeCause } from './attempts.ts';
import type { ExtractionObserver, ExtractorReport } from './events.ts';
import { BreakerOpenError, type Extractor, InvalidAnswerError, NotFoundError, UnavailableError } from './provider.ts';

/** What every later extractor keeps of the deadline, however long an earlier one hangs. */
const KEPT_FOR_LATER_MS = 3_000;

/**
 * Asks the extractors in order; the first that finds wins.
 *
 * @throws NotFoundError when all of them do not have it
 * @throws UnavailableError when nothing was found and at least one could not be asked or answered nonsense; `timedOut`
 *   when all of those ran out of time, `blocked` when none of them was asked, `retryAfter` the longest that any of
 *   them asked for
 */
export function createChain(
  extractors: readonly Extractor[],
  { clock, observer }: { readonly clock: Clock; readonly observer?: ExtractionObserver | undefined },
): (content: Content, deadline: Deadline) => Promise<Extraction> {
  return async (content, deadline) => {
    const failures: unknown[] = [];
    for (const [index, extractor] of extractors.entries()) {
      if (deadline.signal.aborted) {
        failures.push(outOfTime(deadline));
        break;
      }
      const started = clock.now();
      const report = (outcome: ExtractorReport['outcome'], error?: unknown) =>
        observer?.onExtractor?.({
          extractor: extractor.name,
          durationMs: clock.now() - started,
          outcome,
          ...(error instanceof UnavailableError ? { timedOut: error.timedOut } : {}),
          ...(error === undefined ? {} : { cause: describeCause(error) }),
        });
      const share = shareOf(deadline, extractors.length - index - 1, clock);
      try {
        const extraction = await extractor.extract(content, share);
        report('found');
        return extraction;
      } catch (error) {
        report(outcomeOf(error), error);
        if (!(error instanceof NotFoundError)) failures.push(error);
      } finally {
        if (share !== deadline) share.clear();
      }
    }
    if (failures.length === 0) throw new NotFoundError('No extractor has it');
    throw summaryOf(failures);
  };
}

/** All of the deadline but 3 s for each later extractor, and never less than an even part. */
function shareOf(deadline: Deadline, later: number, clock: Clock): Deadline {
  if (later === 0) return deadline;
  const remaining = deadline.remaining();
  const share = Math.max(remaining - later * KEPT_FOR_LATER_MS, remaining / (later + 1));
  return createDeadline(clock, clock.now() + share, deadline.signal);
}

function outcomeOf(error: unknown): ExtractorReport['outcome'] {
  if (error instanceof NotFoundError) return 'not-found';
  if (error instanceof BreakerOpenError) return 'blocked';
  return error instanceof InvalidAnswerError ? 'invalid' : 'unavailable';
}

function outOfTime(deadline: Deadline): UnavailableError {
  return new UnavailableError('Out of time', { cause: deadline.signal.reason, timedOut: true });
}

function summaryOf(failures: readonly unknown[]): UnavailableError {
  const unavailable = failures.filter((error) => error instanceof UnavailableError);
  const waits = unavailable.flatMap((error) => error.retryAfter ?? []);
  return new UnavailableError('No extractor could answer', {
    cause: failures.length === 1 ? failures[0] : new AggregateError(failures, 'Several extractors failed'),
    retryAfter: waits.length === 0 ? undefined : Math.max(...waits),
    timedOut: unavailable.length === failures.length && unavailable.every((error) => error.timedOut),
    blocked: unavailable.length === failures.length && unavailable.every((error) => error.blocked),
  });
}
