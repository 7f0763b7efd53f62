import type { Measurement } from '../../contract/metrics.ts';
import type { RouteName } from '../../contract/routes.ts';
import type { CacheStatus } from '../cache/cache-status.ts';
import type { Client } from '../limits/client.ts';
import type { Decision } from '../limits/rate-limiter.ts';
import type { Content } from '../stream/content.ts';
import type { ViewerWish } from '../viewer-wish.ts';
import { ExtractionEvents } from './extraction-events.ts';

/**
 * The state of one request. The outermost middleware creates it, each part adds what it learns, and the log and the
 * metrics are written from it once the request has been answered. Nothing of a request is kept anywhere else, so
 * requests may overlap in one process.
 */
export class RequestContext {
  readonly #began = performance.now();
  /** The first request of its container. */
  readonly coldStart: boolean;
  /** Undefined until the request is known to be for a route of this function. */
  route: RouteName | undefined;
  content: Content | undefined;
  cache: CacheStatus | undefined;
  /** What its viewer would rather have. */
  wish: ViewerWish | undefined;
  /** The client, as far as it may be remembered. */
  client: Client | undefined;
  /** The decision of the rate limiter, once it has begun; `limit` is its result. */
  deciding: Promise<Decision> | undefined;
  limit: Decision | undefined;
  readonly events = new ExtractionEvents();
  /** What the route itself has to count. */
  readonly measured: Measurement[] = [];
  /** The log line and the metrics have been written. */
  isWritten = false;

  constructor(coldStart = false) {
    this.coldStart = coldStart;
  }

  /** Whole milliseconds since the request began. */
  elapsed(): number {
    return Math.round(performance.now() - this.#began);
  }
}
