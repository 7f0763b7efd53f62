import type { LiveStep } from '../../contract/events.ts';
import type { Content } from '../stream/content.ts';
import type { CacheEntry } from './entry.ts';
import type { ExtractionOutcome } from './extraction.ts';
import type { StoredRecord } from './shared-store.ts';

/** How far an extraction is, as its lease item keeps it for those who begin to watch in the middle. */
export interface Progress {
  /** Rises with each step, also from one extraction of a title to the next. */
  readonly seq: number;
  readonly steps: readonly LiveStep[];
}

/** What a lease's writes carry for those who watch its title, and what they return. */
export interface LeaseWatch {
  readonly progress: Progress;
  /** Until when somebody watches, as a write returned it; in milliseconds since 1970, 0 for nobody. */
  learn(watchedUntil: unknown): void;
}

/** Follows one extraction for those who watch its title. */
export interface ExtractionWatch<Observer> extends LeaseWatch {
  /** Receives the events of the extraction, and passes them on. */
  readonly observer: Observer;
  readonly isWatched: boolean;
  /**
   * The extraction has ended, and what it left is stored. Resolves when those who watch are being told; never rejects.
   *
   * @param entry what it made, if anything
   */
  ended(outcome: ExtractionOutcome, entry: CacheEntry | undefined): Promise<void>;
  /** The extraction goes on elsewhere, or its lease is another's: nobody is told anything more from here. */
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
