import type { ExtractorAnswer } from '../../contract/provider-answer.ts';
import type { Clock } from '../clock.ts';
import type { Deadline } from '../deadline.ts';
import { untilAborted } from '../outgoing/until-aborted.ts';
import type { Content } from '../stream/content.ts';
import { describeCause } from './attempts.ts';
import { toExtraction } from './candidates.ts';
import type { AttemptReport } from './events.ts';
import { type Extractor, InvalidAnswerError, NotFoundError, UnavailableError } from './provider.ts';

/**
 * Reads one title of the catalogue.
 *
 * @throws InvalidAnswerError the stored row is not a catalogue row
 */
export type CatalogueReader = (content: Content, signal: AbortSignal) => Promise<ExtractorAnswer | undefined>;

export interface CatalogueExtractorOptions {
  readonly name: string;
  readonly read: CatalogueReader;
  readonly clock: Clock;
  /** Receives one report for each read of the table, however often the client repeated it. */
  readonly onAttempt?: ((report: AttemptReport) => void) | undefined;
}

/** The operator's own titles. */
export function createCatalogueExtractor({ name, read, clock, onAttempt }: CatalogueExtractorOptions): Extractor {
  return {
    name,
    extract: async (content, deadline) => {
      const started = clock.now();
      const report = (outcome: AttemptReport['outcome'], cause?: string) =>
        onAttempt?.({
          extractor: name,
          attempt: 1,
          durationMs: clock.now() - started,
          outcome,
          ...(cause === undefined ? {} : { cause }),
        });
      let row: ExtractorAnswer | undefined;
      try {
        row = await untilAborted(read(content, deadline.signal), deadline.signal);
        report(row === undefined ? 'not-found' : 'answered');
      } catch (error) {
        report(outcomeOf(error, deadline), describeCause(error));
        if (error instanceof InvalidAnswerError) throw error;
        const timedOut = deadline.signal.aborted;
        throw new UnavailableError('The catalogue cannot be read', { cause: error, timedOut });
      }
      if (row === undefined) throw new NotFoundError('The catalogue does not have it');
      return toExtraction(row);
    },
  };
}

function outcomeOf(error: unknown, deadline: Deadline): AttemptReport['outcome'] {
  if (error instanceof InvalidAnswerError) return 'invalid';
  return deadline.signal.aborted ? 'timeout' : 'failed';
}
