import { UnavailableError } from './extractor.ts';

/** The upstream answered with a status that is no answer. */
export class UpstreamStatusError extends Error {
  override name = 'UpstreamStatusError' as const;
  readonly status: number;
  /** Seconds, where the upstream said so. */
  readonly retryAfter: number | undefined;
  constructor(status: number, retryAfter?: number) {
    super(`HTTP ${status}`);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** What is wrong with the service as a whole, or just now, and not with what it was asked for. */
const STATUSES_OF_TROUBLE: ReadonlySet<number> = new Set([401, 403, 408, 429]);

/** Whether the upstream is well and refused this one request: any 4xx that every other request would not get as well. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof UnavailableError && error.cause instanceof UpstreamStatusError)) return false;
  const { status } = error.cause;
  return status >= 400 && status < 500 && !STATUSES_OF_TROUBLE.has(status);
}
