import type { ExtractorAnswer } from '../../contract/extractor-answer.ts';
import type { Content } from '../stream/content.ts';
import { toExtraction } from './candidates.ts';
import { type Extractor, InvalidAnswerError, NotFoundError, UnavailableError } from './extractor.ts';
import { untilAborted } from './until-aborted.ts';

/**
 * Reads one title of the catalogue.
 *
 * @throws InvalidAnswerError the stored row is not a catalogue row
 */
export type CatalogueReader = (content: Content, signal: AbortSignal) => Promise<ExtractorAnswer | undefined>;

/** The operator's own titles. */
export function createCatalogueExtractor(name: string, read: CatalogueReader): Extractor {
  return {
    name,
    extract: async (content, deadline) => {
      let row: ExtractorAnswer | undefined;
      try {
        row = await untilAborted(read(content, deadline.signal), deadline.signal);
      } catch (error) {
        if (error instanceof InvalidAnswerError) throw error;
        const timedOut = deadline.signal.aborted;
        throw new UnavailableError('The catalogue cannot be read', { cause: error, timedOut });
      }
      if (row === undefined) throw new NotFoundError('The catalogue does not have it');
      return toExtraction(row);
    },
  };
}
