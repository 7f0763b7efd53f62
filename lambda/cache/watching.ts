import type { Content } from '../stream/content.ts';
import type { CacheEntry } from './entry.ts';
import type { ExtractionOutcome } from './extraction.ts';
import type { LeaseWatch, StoredRecord } from './shared-store.ts';

/** Follows one extraction for those who watch its title. */
export interface ExtractionWatch<Observer> extends LeaseWatch {
  /** Receives the events of the extraction, and passes them on. */
  readonly observer: Observer;
  readonly isWatched: boolean;
  /**
   * The extraction has ended, and what it left is stored. Resolves once the last notice is accepted; never rejects.
   *
   * @param entry what it made, if anything
   * @param isPurged the title was purged meanwhile, so that nobody gets the entry any more
   */
  ended(outcome: ExtractionOutcome, entry: CacheEntry | undefined, isPurged?: boolean): Promise<void>;
  /** The extraction goes on elsewhere, or its lease is another's: no notice follows from here. */
  left(): void;
}

export interface WatchedExtraction<Observer> {
  /** Of the lease under which it runs. */
  readonly owner: string;
  /** What the table had of the title before it. */
  readonly record: StoredRecord | undefined;
  /** The answer that requests get meanwhile: nobody waits for a refresh of it. */
  readonly served?: CacheEntry | undefined;
  /** Of the request or the refresh that runs it. */
  readonly observer: Observer | undefined;
}

/** Follows the extractions of a stage. */
export interface Watching<Observer> {
  /** Never rejects: undefined where it is not possible. */
  begin(content: Content, extraction: WatchedExtraction<Observer>): Promise<ExtractionWatch<Observer> | undefined>;
}
