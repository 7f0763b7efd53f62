import type { Middleware, Step } from './middleware.ts';
import type { RateLimitSlot } from './rate-limit-slot.ts';

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
  const policy = `"ip";q=${limit};w=${windowSeconds}`;
  const add: Step = async ({ response }) => {
    const decision = await slot.decision;
    if (!response || !decision) return;
    const secondsLeft = Math.max(0, Math.ceil(decision.resetAt - slot.clock.now() / 1000));
    response.headers ??= {};
    const { headers } = response;
    headers['X-RateLimit-Limit'] = String(decision.limit);
    headers['X-RateLimit-Remaining'] = String(decision.remaining);
    headers['X-RateLimit-Reset'] = String(decision.resetAt);
    headers['RateLimit-Policy'] = policy;
    headers.RateLimit = `"ip";r=${decision.remaining};t=${secondsLeft}`;
  };
  return { before: () => slot.empty(), after: add, onError: add };
}
