import type { Quality } from '../../contract/answer.ts';
import type { LiveStep } from '../../contract/events.ts';
import type { Deadline } from '../deadline.ts';
import type { Content } from '../stream/content.ts';
import type { LinkLife } from '../stream/links/link-lives.ts';
import type { CacheEntry } from './entry.ts';
import type { StoredRecord } from './shared-store.ts';

/** An answer as an extraction returns it, before the cache gives it a life. */
export interface ExtractedAnswer {
  /** JSON text of the answer's data. */
  readonly data: string;
  readonly etag: string;
  readonly sourceCount: number;
  readonly subtitleCount: number;
  readonly bestQuality: Quality;
  readonly links: LinkLife;
  /** Not every provider had answered: it is to be refreshed soon. */
  readonly isPartial?: boolean | undefined;
  /** What later playback requests need of it, compressed. */
  readonly playback?: Uint8Array | undefined;
}

/**
 * How an extraction ended. Failures are values here: the extraction is loaded separately, with its own error classes.
 */
export type ExtractionOutcome =
  | { readonly outcome: 'found'; readonly answer: ExtractedAnswer }
  | { readonly outcome: 'not-found' }
  | {
      /** `internal`: a fault of ours kept the extraction from starting. */
      readonly outcome: 'unavailable' | 'timeout' | 'internal';
      /** Seconds that the provider asked for. */
      readonly retryAfter?: number | undefined;
      /** Every breaker was open: nothing was learnt about the content. */
      readonly blocked?: boolean;
    };

/** Where the cache gets the answers from that it does not have. `Observer` receives the events of one extraction. */
export interface AnswerExtraction<Observer = unknown> {
  /** Milliseconds for which every provider's breaker stays open; 0 when at least one may be asked. */
  blockedFor(signal?: AbortSignal): Promise<number>;
  /** Never rejects; ends by the deadline. */
  extract(content: Content, deadline: Deadline, observer?: Observer): Promise<ExtractionOutcome>;
}

/** Starts refreshes, which run in another function after this request has been answered. */
export interface Refresher {
  /** Resolves once the refresh is accepted. `token` is the owner of the lease under which it runs. */
  start(content: Content, token: string, signal: AbortSignal): Promise<void>;
}

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
