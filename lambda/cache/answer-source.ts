import type { Quality } from '../../contract/answer.ts';
import type { Deadline } from '../deadline.ts';
import type { Content } from '../stream/content.ts';
import type { LinkLife } from './entry.ts';

/** An answer as it comes out of an extraction, before it has a place in the cache. */
export interface ExtractedAnswer {
  /** JSON text of the answer's data. */
  readonly data: string;
  readonly etag: string;
  readonly sourceCount: number;
  readonly subtitleCount: number;
  readonly bestQuality: Quality;
  readonly links: LinkLife;
}

/** How an extraction ended. Failures are values here: the extraction is loaded apart, with error classes of its own. */
export type ExtractionOutcome =
  | { readonly outcome: 'found'; readonly answer: ExtractedAnswer }
  | { readonly outcome: 'not-found' }
  | {
      /** `internal`: a fault of ours kept the extraction from beginning. */
      readonly outcome: 'unavailable' | 'timeout' | 'internal';
      /** Seconds that the provider asked for. */
      readonly retryAfter?: number | undefined;
      /** Every breaker was open: nothing was learnt about the content. */
      readonly blocked?: boolean;
    };

/** What the cache stands in front of. */
export interface Origin {
  /** Milliseconds for which asking is known to be useless (every upstream's breaker is open); 0 when it is not. */
  blockedFor(signal?: AbortSignal): Promise<number>;
  /** Never rejects; ends by the deadline. */
  extract(content: Content, deadline: Deadline): Promise<ExtractionOutcome>;
}

/** Sees to it that a refresh runs, in another function, after this request has been answered. */
export interface Refresher {
  /** Resolves once the refresh is accepted. `token` is the owner of the lease under which it runs. */
  start(content: Content, token: string, signal: AbortSignal): Promise<void>;
}
