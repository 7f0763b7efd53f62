import { describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Decision } from '../../lambda/limits/rate-limiter.ts';
import { attachContext } from '../../lambda/middleware/context-of.ts';
import { rateLimitHeaders } from '../../lambda/middleware/rate-limit.ts';
import type { RequestLimiter } from '../../lambda/middleware/request-limiter.ts';
import { RequestContext } from '../../lambda/observability/request-context.ts';
import { FakeClock } from '../support/fake-clock.ts';

/** The headers of a response, `msLeft` milliseconds before the window ends. */
async function headersOf(decision: Partial<Decision> | undefined, msLeft: number, later = false) {
  const clock = new FakeClock(1_700_000_000_000 - msLeft);
  const made = decision && ({ allowed: true, remaining: 99, resetAt: 1_700_000_000, ...decision } as Decision);
  const context = new RequestContext();
  if (made) Object.assign(context, later ? { deciding: Promise.resolve(made) } : { limit: made });
  const limiter = { policy: { limit: 100, windowSeconds: 60 }, clock } as unknown as RequestLimiter;
  const request = { event: {} as APIGatewayProxyEvent, response: { headers: {} as Record<string, string> } };
  attachContext(request.event, context);
  await rateLimitHeaders(limiter).after!(request as never);
  return request.response.headers;
}

describe('the headers of the rate limit', () => {
  test.each([false, true])('show the state of the limit (decided later: %s)', async (later) => {
    expect(await headersOf({ remaining: 42 }, 30_000, later)).toEqual({
      'X-RateLimit-Limit': '100',
      'X-RateLimit-Remaining': '42',
      'X-RateLimit-Reset': '1700000000',
      'RateLimit-Policy': '"ip";q=100;w=60',
      RateLimit: '"ip";r=42;t=30',
    });
  });

  test.each([
    [60_000, 60],
    [59_001, 60],
    [59_000, 59],
    [1, 1],
    [0, 0],
    [-1, 0],
    [-5_000, 0],
  ])('%d ms before the end say %d s, never less than none', async (msLeft, seconds) => {
    expect((await headersOf({ remaining: 0 }, msLeft)).RateLimit).toBe(`"ip";r=0;t=${seconds}`);
  });

  test('are on no answer to a request that was not counted', async () => {
    expect(await headersOf(undefined, 0)).toEqual({});
  });
});
