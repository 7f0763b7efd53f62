import type { Quality } from '../../contract/answer.ts';
import type { Deadline } from '../deadline.ts';
import type { Content } from '../stream/content.ts';
import type { LinkLife } from '../stream/links/link-lives.ts';

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
