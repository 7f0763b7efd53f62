import type { CacheStatus } from '../cache/cache-status.ts';
import type { Client } from '../limits/client.ts';
import type { Decision } from '../limits/rate-limiter.ts';
import type { Content } from '../stream/content.ts';

/** One call to an upstream, as the log and the metrics tell it. */
export interface AttemptRecord {
  readonly upstream: string;
  readonly attempt: number;
  readonly durationMs: number;
  readonly outcome: string;
  /** Never holds a URL's query. */
  readonly cause?: string | undefined;
}

/** What one upstream came to, all its attempts together. */
export interface ExtractionRecord {
  readonly upstream: string;
  readonly durationMs: number;
  readonly outcome: 'found' | 'not-found' | 'invalid' | 'unavailable' | 'blocked';
  /** Every attempt ran out of time. */
  readonly timedOut?: boolean | undefined;
  readonly cause?: string | undefined;
}

/** What became of the manifests that one upstream listed: where qualities are poor, the reason stands here. */
export interface ManifestsRecord {
  readonly upstream: string;
  readonly durationMs: number;
  readonly read: number;
  readonly gone: number;
  readonly refused: number;
  readonly failed: number;
}

/**
 * What is known of the request under way, gathered by whoever learns it and written once when it has been answered.
 * A container serves one request at a time, so one record, begun anew each time, is enough.
 */
export class RequestRecord {
  #began = 0;
  content: Content | undefined;
  cache: CacheStatus | undefined;
  /** Who asked, as far as anything may remember it. */
  client: Client | undefined;
  limit: Decision | undefined;
  attempts: AttemptRecord[] = [];
  extractions: ExtractionRecord[] = [];
  manifests: ManifestsRecord[] = [];
  /** Links, sources and subtitles of the extraction that were dropped. */
  dropped = 0;
  coldStart = true;
  #first = true;

  begin(): void {
    this.#began = performance.now();
    this.content = undefined;
    this.cache = undefined;
    this.client = undefined;
    this.limit = undefined;
    if (this.attempts.length > 0) this.attempts = [];
    if (this.extractions.length > 0) this.extractions = [];
    if (this.manifests.length > 0) this.manifests = [];
    this.dropped = 0;
    this.coldStart = this.#first;
    this.#first = false;
  }

  /** Whole milliseconds since the request began. */
  elapsed(): number {
    return Math.round(performance.now() - this.#began);
  }
}
