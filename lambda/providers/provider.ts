import type { Deadline } from '../deadline.ts';
import type { Extraction } from '../stream/candidate.ts';
import type { Content } from '../stream/content.ts';
import type { ExtractionObserver } from './events.ts';

/**
 * Finds the sources of one content.
 *
 * @param beforeRetry awaited before each attempt but the first, so that others can be asked before it
 * @throws NotFoundError the content is not available there
 * @throws UnavailableError the provider could not be asked: unreachable, 5xx after its attempts, out of time
 * @throws InvalidAnswerError the answer does not match the schema of a provider's answer
 */
export type ProvideSources = (
  content: Content,
  deadline: Deadline,
  observer: ExtractionObserver,
  beforeRetry?: () => Promise<void>,
) => Promise<Extraction>;

/** Where sources come from. */
export interface Provider {
  /** As in the stage settings; identifies the provider in logs and metrics. */
  readonly name: string;
  readonly extract: ProvideSources;
}

/** The provider answered that it does not have this content. */
export class NotFoundError extends Error {
  override name = 'NotFoundError' as const;
}

/** The provider could not be asked, or failed. */
export class UnavailableError extends Error {
  override name = 'UnavailableError' as const;
  /** Seconds after which a retry makes sense, where the provider sent that. */
  readonly retryAfter: number | undefined;
  /** True when every attempt ran out of time: the client's answer is then a 504. */
  readonly timedOut: boolean;
  /** True when every breaker was open: nothing was learnt about the content. */
  readonly blocked: boolean;
  constructor(
    message: string,
    options: { cause?: unknown; retryAfter?: number | undefined; timedOut?: boolean; blocked?: boolean } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : {});
    this.retryAfter = options.retryAfter;
    this.timedOut = options.timedOut ?? false;
    this.blocked = options.blocked ?? false;
  }
}

/** The provider was not asked, because its breaker is open. */
export class BreakerOpenError extends UnavailableError {
  constructor(openForMs: number) {
    super('The breaker is open', { retryAfter: Math.ceil(openForMs / 1000), blocked: true });
  }
}

/** The provider's answer failed its schema. An immediate retry would not help. */
export class InvalidAnswerError extends Error {
  override name = 'InvalidAnswerError' as const;
}

/** The provider's HTTP status is neither a success nor one that means "not found". */
export class ProviderStatusError extends Error {
  override name = 'ProviderStatusError' as const;
  readonly status: number;
  /** Seconds, from the Retry-After header. */
  readonly retryAfter: number | undefined;
  constructor(status: number, retryAfter?: number) {
    super(`HTTP ${status}`);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** The reason with which a call is aborted that is not needed any longer: others have answered. */
export class OvertakenError extends Error {
  override name = 'OvertakenError' as const;
  /** It had been silent for so long that another was due to be asked beside it: a failure of this title. */
  readonly wasSilent: boolean;
  constructor(wasSilent: boolean) {
    super(wasSilent ? 'Silent while another provider answered' : 'Not needed any longer');
    this.wasSilent = wasSilent;
  }
}

/** The reason of a call that was aborted because others had answered; undefined for every other failure. */
export function overtakenBy(error: unknown): OvertakenError | undefined {
  const reason = error instanceof UnavailableError ? error.cause : error;
  return reason instanceof OvertakenError ? reason : undefined;
}

/** 4xx statuses that say nothing about the requested title. */
const SERVICE_WIDE_STATUSES: ReadonlySet<number> = new Set([401, 403, 408, 429]);

/** Whether the provider works and refused this one request: a 4xx specific to this title. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof UnavailableError && error.cause instanceof ProviderStatusError)) return false;
  const { status } = error.cause;
  return status >= 400 && status < 500 && !SERVICE_WIDE_STATUSES.has(status);
}
