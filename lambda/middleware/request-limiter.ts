import type { APIGatewayProxyEvent } from 'aws-lambda';
import { ApiError } from '../api-error.ts';
import type { Clock } from '../clock.ts';
import { type Client, clientOf } from '../limits/client.ts';
import { type AddressRules, clientAddress } from '../limits/client-address.ts';
import type { DailySalt } from '../limits/daily-salt.ts';
import type { Decision, RateLimit, RateLimiter } from '../limits/rate-limiter.ts';
import type { RequestContext } from '../observability/request-context.ts';

export interface RequestLimiterOptions extends AddressRules {
  readonly limiter: RateLimiter;
  readonly salts: DailySalt;
  readonly clock: Clock;
}

/** Applies the rate limit to requests: identifies their clients and counts them. Keeps nothing of a request. */
export class RequestLimiter {
  readonly policy: RateLimit;
  readonly clock: Clock;
  readonly #options: RequestLimiterOptions;

  constructor(options: RequestLimiterOptions) {
    this.#options = options;
    this.policy = options.limiter.policy;
    this.clock = options.clock;
  }

  /** Counts the request and begins to decide on it, without waiting. The context gets the client and the decision. */
  start(event: APIGatewayProxyEvent, context: RequestContext): void {
    context.deciding = this.#decide(clientAddress(connectionFacts(event), this.#options), context);
  }

  /** The client of a request that was refused before it was counted, for its log line. Never rejects. */
  async identify(event: APIGatewayProxyEvent): Promise<Client> {
    const { salts, clock } = this.#options;
    return clientOf(clientAddress(connectionFacts(event), this.#options), salts, clock.now());
  }

  async #decide(address: string, context: RequestContext): Promise<Decision> {
    const { limiter, salts, clock } = this.#options;
    const now = clock.now();
    const preparing = salts.isMidnightNear(now) ? salts.prepare(now) : undefined;
    const client = clientOf(address, salts, now);
    context.client = client instanceof Promise ? await client : client;
    const decision = await limiter.decide(context.client, now);
    if (preparing) await preparing;
    context.limit = decision;
    return decision;
  }
}

/**
 * Resolves when the client may have an answer.
 *
 * @throws ApiError `tooManyRequests` when it is over its limit
 * @throws Error when no decision was begun
 */
export function whenAllowed({ deciding }: RequestContext): Promise<void> {
  if (deciding === undefined) throw new Error('The rate limit was not started: its middleware is missing');
  return deciding.then(({ allowed, retryAfter }) => {
    if (!allowed) throw new ApiError('tooManyRequests', { retryAfter });
  });
}

/** API Gateway keeps CloudFront's spelling of the header; HTTP/2 and tests write it in lower case. */
const connectionFacts = ({ requestContext, headers }: APIGatewayProxyEvent) => ({
  sourceIp: requestContext?.identity?.sourceIp,
  apiKeyId: requestContext?.identity?.apiKeyId,
  viewerAddress: headers?.['CloudFront-Viewer-Address'] ?? headers?.['cloudfront-viewer-address'],
});
