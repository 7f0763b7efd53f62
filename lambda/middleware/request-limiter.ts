import type { APIGatewayProxyEvent } from 'aws-lambda';
import { ApiError } from '../api-error.ts';
import type { Clock } from '../clock.ts';
import { type Client, clientOf } from '../limits/client.ts';
import { type AddressRules, type ConnectionFacts, clientAddress } from '../limits/client-address.ts';
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

  /**
   * Counts the request and begins to decide on it, without waiting. The context gets the client and, from what waits
   * for the decision, its result.
   */
  start(event: APIGatewayProxyEvent, context: RequestContext): void {
    const { limiter, salts, clock } = this.#options;
    const now = clock.now();
    const client = clientOf(clientAddress(connectionFacts(event), this.#options), salts, now);
    if (client instanceof Promise || salts.isMidnightNear(now)) {
      context.deciding = this.#decideLater(client, context, now);
      return;
    }
    context.client = client;
    context.deciding = limiter.decide(client, now);
  }

  /** The client of a request that was refused before it was counted, for its log line. Never rejects. */
  async identify(event: APIGatewayProxyEvent): Promise<Client> {
    const { salts, clock } = this.#options;
    return clientOf(clientAddress(connectionFacts(event), this.#options), salts, clock.now());
  }

  async #decideLater(client: Client | Promise<Client>, context: RequestContext, now: number): Promise<Decision> {
    const { limiter, salts } = this.#options;
    const preparing = salts.prepare(now);
    context.client = await client;
    const decision = await limiter.decide(context.client, now);
    await preparing;
    return decision;
  }
}

/**
 * Resolves when the client may have an answer.
 *
 * @throws ApiError `tooManyRequests` when it is over its limit
 * @throws Error when no decision was begun
 */
export function whenAllowed(context: RequestContext): Promise<void> {
  const { deciding } = context;
  if (deciding === undefined) throw new Error('The rate limit was not started: its middleware is missing');
  return deciding.then((decision) => {
    context.limit = decision;
    if (!decision.allowed) throw new ApiError('tooManyRequests', { retryAfter: decision.retryAfter });
  });
}

/**
 * API Gateway keeps CloudFront's spelling of the header; HTTP/2 and tests write it in lower case. Without a key it is
 * not looked for: it would not count.
 */
function connectionFacts({ requestContext, headers }: APIGatewayProxyEvent): ConnectionFacts {
  const { sourceIp, apiKeyId } = requestContext?.identity ?? {};
  const viewerAddress = apiKeyId
    ? (headers?.['CloudFront-Viewer-Address'] ?? headers?.['cloudfront-viewer-address'])
    : undefined;
  return { sourceIp, apiKeyId, viewerAddress };
}
