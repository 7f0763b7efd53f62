import type { APIGatewayProxyResult } from 'aws-lambda';
import type { Decision } from '../limits/rate-limiter.ts';
import type { Middleware, Step } from './middleware.ts';
import type { RateLimitSlot } from './rate-limit-slot.ts';

type Headers = NonNullable<APIGatewayProxyResult['headers']>;

/**
 * Counts the request and starts the decision, which the handler awaits as `slot.allowed` before it uses anything.
 * Stands after the validation, so that only valid requests count.
 */
export function rateLimit(slot: RateLimitSlot): Middleware {
  return { before: ({ event }) => slot.start(event) };
}

/**
 * Tells the client where it stands, on every answer to a request that was counted: the `X-RateLimit-` headers, and
 * `RateLimit-Policy` and `RateLimit` (IETF draft-ietf-httpapi-ratelimit-headers). Stands outside the error mapping,
 * which makes the answers that it decorates.
 */
export function rateLimitHeaders(slot: RateLimitSlot): Middleware {
  const { limit, windowSeconds } = slot.policy;
  const limitText = String(limit);
  const policy = `"ip";q=${limit};w=${windowSeconds}`;
  const add: Step = ({ response }) => {
    const { decision } = slot;
    if (!response || !decision) return;
    response.headers ??= {};
    const { headers } = response;
    if (!(decision instanceof Promise)) return write(headers, decision);
    // The request failed before its decision was made.
    return decision.then((made) => write(headers, made));
  };
  const write = (headers: Headers, decision: Decision): void => {
    const secondsLeft = Math.max(0, Math.ceil(decision.resetAt - slot.clock.now() / 1000));
    headers['X-RateLimit-Limit'] = limitText;
    headers['X-RateLimit-Remaining'] = String(decision.remaining);
    headers['X-RateLimit-Reset'] = String(decision.resetAt);
    headers['RateLimit-Policy'] = policy;
    headers.RateLimit = `"ip";r=${decision.remaining};t=${secondsLeft}`;
  };
  return { before: () => slot.empty(), after: add, onError: add };
}
