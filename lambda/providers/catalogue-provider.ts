import type { ProviderAnswer } from '../../contract/provider-answer.ts';
import type { Clock } from '../clock.ts';
import type { Deadline } from '../deadline.ts';
import { untilAborted } from '../outgoing/until-aborted.ts';
import type { Content } from '../stream/content.ts';
import { toExtraction } from './candidates.ts';
import { type AttemptEvent, causeOf } from './events.ts';
import { InvalidAnswerError, NotFoundError, overtakenBy, type Provider, UnavailableError } from './provider.ts';

/**
 * Reads one title of the catalogue; undefined when it is not listed.
 *
 * @throws InvalidAnswerError the stored row is not a catalogue row
 */
export type CatalogueReader = (content: Content, signal: AbortSignal) => Promise<ProviderAnswer | undefined>;

export interface CatalogueProviderOptions {
  readonly name: string;
  readonly read: CatalogueReader;
  readonly clock: Clock;
}

/** The operator's own titles. A read of the table is one attempt, however often the SDK repeated it. */
export function createCatalogueProvider({ name, read, clock }: CatalogueProviderOptions): Provider {
  return {
    name,
    extract: async (content, deadline, observer) => {
      const started = clock.now();
      const report = (outcome: AttemptEvent['outcome'], cause?: string) =>
        observer.onAttempt?.({ provider: name, attempt: 1, durationMs: clock.now() - started, outcome, cause });
      let row: ProviderAnswer | undefined;
      try {
        row = await untilAborted(read(content, deadline.signal), deadline.signal);
        report(row === undefined ? 'not-found' : 'answered');
      } catch (error) {
        report(outcomeOf(error, deadline), causeOf(error));
        if (error instanceof InvalidAnswerError) throw error;
        const timedOut = deadline.signal.aborted;
        throw new UnavailableError('The catalogue cannot be read', { cause: error, timedOut });
      }
      if (row === undefined) throw new NotFoundError('The catalogue does not have it');
      return toExtraction(row);
    },
  };
}

function outcomeOf(error: unknown, deadline: Deadline): AttemptEvent['outcome'] {
  if (error instanceof InvalidAnswerError) return 'invalid';
  if (overtakenBy(error)) return 'cancelled';
  return deadline.signal.aborted ? 'timeout' : 'failed';
}
