import type { APIGatewayProxyEvent } from 'aws-lambda';
import { ApiError } from '../api-error.ts';
import type { Clock } from '../clock.ts';
import { type Client, clientOf } from '../limits/client.ts';
import { type AddressRules, clientAddress } from '../limits/client-address.ts';
import type { DailySalt } from '../limits/daily-salt.ts';
import type { Decision, RateLimit, RateLimiter } from '../limits/rate-limiter.ts';

export interface RateLimitSlotOptions extends AddressRules {
  readonly limiter: RateLimiter;
  readonly salts: DailySalt;
  readonly clock: Clock;
  /** Is told who asked and what was decided, for the log and the metrics. */
  readonly record: { client: Client | undefined; limit: Decision | undefined };
}

/**
 * Where the handler finds the decision on the request under way, which was started before it ran. A container serves
 * one request at a time, so one slot, emptied each time, is enough.
 */
export class RateLimitSlot {
  readonly policy: RateLimit;
  readonly clock: Clock;
  readonly #options: RateLimitSlotOptions;
  #deciding: Promise<Decision> | undefined;
  #decided: Decision | undefined;

  constructor(options: RateLimitSlotOptions) {
    this.#options = options;
    this.policy = options.limiter.policy;
    this.clock = options.clock;
  }

  /** Forgets the last request. */
  empty(): void {
    this.#deciding = undefined;
    this.#decided = undefined;
  }

  /** Counts the request and begins to decide on it, without waiting. */
  start(event: APIGatewayProxyEvent): void {
    this.#deciding = this.#decide(clientAddress(connectionFacts(event), this.#options));
  }

  /** The decision, at once where it has been made; undefined when the request was refused before it was counted. */
  get decision(): Decision | Promise<Decision> | undefined {
    return this.#decided ?? this.#deciding;
  }

  /**
   * Resolves when the client may have an answer. Rejects with ApiError `tooManyRequests` when it is over its limit.
   *
   * @throws Error when no decision was started
   */
  get allowed(): Promise<void> {
    if (this.#deciding === undefined) throw new Error('The rate limit was not started: its middleware is missing');
    return this.#deciding.then(refuseOverLimit);
  }

  /** Who asks, for the log of a request that was refused before it was counted. Never rejects. */
  async identify(event: APIGatewayProxyEvent): Promise<Client> {
    const { salts, clock } = this.#options;
    return clientOf(clientAddress(connectionFacts(event), this.#options), salts, clock.now());
  }

  async #decide(address: string): Promise<Decision> {
    const { limiter, salts, clock, record } = this.#options;
    const now = clock.now();
    const preparing = salts.isMidnightNear(now) ? salts.prepare(now) : undefined;
    const client = clientOf(address, salts, now);
    record.client = client instanceof Promise ? await client : client;
    record.limit = await limiter.decide(record.client, now);
    if (preparing) await preparing;
    this.#decided = record.limit;
    return record.limit;
  }
}

function refuseOverLimit({ allowed, retryAfter }: Decision): void {
  if (!allowed) throw new ApiError('tooManyRequests', { retryAfter });
}

/** CloudFront's spelling of the header is kept by API Gateway; HTTP/2 and tests write it in lower case. */
const connectionFacts = ({ requestContext, headers }: APIGatewayProxyEvent) => ({
  sourceIp: requestContext?.identity?.sourceIp,
  apiKeyId: requestContext?.identity?.apiKeyId,
  viewerAddress: headers?.['CloudFront-Viewer-Address'] ?? headers?.['cloudfront-viewer-address'],
});
