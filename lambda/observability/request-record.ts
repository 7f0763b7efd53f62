import type { CacheStatus } from '../cache/cache-status.ts';
import type { Client } from '../limits/client.ts';
import type { Decision } from '../limits/rate-limiter.ts';
import type { AttemptEvent, ManifestsEvent, ProviderEvent } from '../providers/events.ts';
import type { Content } from '../stream/content.ts';

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
  attempts: AttemptEvent[] = [];
  extractions: ProviderEvent[] = [];
  manifests: ManifestsEvent[] = [];
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
