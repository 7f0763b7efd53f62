import { UnavailableError } from './provider.ts';

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

/** 4xx statuses that say nothing about the requested title. */
const SERVICE_WIDE_STATUSES: ReadonlySet<number> = new Set([401, 403, 408, 429]);

/** Whether the upstream works and refused this one request: a 4xx specific to this title. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof UnavailableError && error.cause instanceof UpstreamStatusError)) return false;
  const { status } = error.cause;
  return status >= 400 && status < 500 && !SERVICE_WIDE_STATUSES.has(status);
}
