import type { APIGatewayProxyResult } from 'aws-lambda';
import { ROUTES } from '../../contract/routes.ts';
import type { Decision } from '../limits/rate-limiter.ts';
import { contextOf } from './context-of.ts';
import type { Middleware, Step } from './middleware.ts';
import type { RequestLimiter } from './request-limiter.ts';

type Headers = NonNullable<APIGatewayProxyResult['headers']>;

/**
 * Counts a request of a limited route and begins the decision, which the handler awaits before it uses anything. It
 * follows the validation, so that only valid requests count.
 */
export function rateLimit(limiter: RequestLimiter): Middleware {
  return {
    before: ({ event }) => {
      const context = contextOf(event);
      if (context.route && ROUTES[context.route].limited) limiter.start(event, context);
    },
  };
}

/**
 * Adds the state of the client's limit to every response to a request that was counted: the `X-RateLimit-` headers,
 * and `RateLimit-Policy` and `RateLimit` (IETF draft-ietf-httpapi-ratelimit-headers). It precedes the error mapping,
 * whose responses it decorates.
 */
export function rateLimitHeaders({ policy: { limit, windowSeconds }, clock }: RequestLimiter): Middleware {
  const limitText = String(limit);
  const policy = `"ip";q=${limit};w=${windowSeconds}`;
  const add: Step = ({ event, response }) => {
    if (!response) return;
    response.headers ??= {};
    const { headers } = response;
    const context = contextOf(event);
    if (context.limit) return write(headers, context.limit);
    // The request was answered before its decision was made, or by a route that does not wait for it.
    return context.deciding?.then((decision) => {
      context.limit = decision;
      write(headers, decision);
    });
  };
  const write = (headers: Headers, decision: Decision): void => {
    const secondsLeft = Math.max(0, Math.ceil(decision.resetAt - clock.now() / 1000));
    headers['X-RateLimit-Limit'] = limitText;
    headers['X-RateLimit-Remaining'] = String(decision.remaining);
    headers['X-RateLimit-Reset'] = String(decision.resetAt);
    headers['RateLimit-Policy'] = policy;
    headers.RateLimit = `"ip";r=${decision.remaining};t=${secondsLeft}`;
  };
  return { after: add, onError: add };
}
