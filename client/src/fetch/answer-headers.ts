import type { RateLimit } from '../stream-answer.ts';

/** The id of a request in API Gateway's log, and in ours. */
export const requestIdOf = (headers: Headers): string | undefined => headers.get('x-amzn-requestid') ?? undefined;

/** Reads the `X-RateLimit-` headers; undefined unless all three are there and are numbers. */
export function rateLimitOf(headers: Headers): RateLimit | undefined {
  const texts = ['limit', 'remaining', 'reset'].map((name) => headers.get(`x-ratelimit-${name}`) ?? '');
  if (!texts.every((text) => /^\d{1,12}$/.test(text))) return undefined;
  const [limit, remaining, reset] = texts.map(Number) as [number, number, number];
  return { limit, remaining, resetAt: new Date(reset * 1000) };
}

/** Whether a cache on the way had the answer, by its `Cache-Status` (RFC 9211, 2.1). */
export const isHit = (headers: Headers): boolean => /;\s*hit\b/.test(headers.get('cache-status') ?? '');
