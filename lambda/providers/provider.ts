import type { Deadline } from '../deadline.ts';
import type { Extraction } from '../stream/candidate.ts';
import type { Content } from '../stream/content.ts';

/** Where sources come from. */
export interface Extractor {
  /** As the stage settings name it: stands in logs and metrics. */
  readonly name: string;
  /**
   * @throws NotFoundError the content is not available there
   * @throws UnavailableError it could not be asked: unreachable, 5xx after its attempts, out of time
   * @throws InvalidAnswerError it answered something that is no extractor's answer
   */
  extract(content: Content, deadline: Deadline): Promise<Extraction>;
}

/** The extractor answered: it does not have this content. */
export class NotFoundError extends Error {
  override name = 'NotFoundError' as const;
}

/** The extractor could not be asked, or failed. */
export class UnavailableError extends Error {
  override name = 'UnavailableError' as const;
  /** Seconds after which asking again makes sense, where the extractor said so. */
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

/** The extractor was not asked: its breaker is open. */
export class BreakerOpenError extends UnavailableError {
  constructor(openForMs: number) {
    super('The breaker is open', { retryAfter: Math.ceil(openForMs / 1000), blocked: true });
  }
}

/** The extractor's answer failed its schema. Asking again at once would not help. */
export class InvalidAnswerError extends Error {
  override name = 'InvalidAnswerError' as const;
}
