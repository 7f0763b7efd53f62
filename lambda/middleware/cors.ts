import type { Middleware, Step } from './middleware.ts';

const EXPOSED =
  'Age, Cache-Status, Date, ETag, RateLimit, RateLimit-Policy, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Response-Time';

/**
 * Same origin only, unless the stage lists origins: those may read answers, by exact match (Fetch standard, "CORS
 * protocol"). With no origin listed no Access-Control header ever goes out.
 */
export function cors(origins: readonly string[]): Middleware {
  if (origins.length === 0) return { after: () => undefined };
  const allowed = new Set(origins);
  const add: Step = ({ event, response }) => {
    if (!response) return;
    response.headers ??= {};
    const { headers } = response;
    headers.Vary = headers.Vary ? `${headers.Vary}, Origin` : 'Origin';
    const origin = event.headers?.origin ?? event.headers?.Origin;
    if (origin === undefined || !allowed.has(origin)) return;
    headers['Access-Control-Allow-Origin'] = origin;
    headers['Access-Control-Expose-Headers'] = EXPOSED;
    headers['Cross-Origin-Resource-Policy'] = 'cross-origin';
    if (event.httpMethod === 'OPTIONS') {
      headers['Access-Control-Allow-Methods'] = 'GET, HEAD';
      headers['Access-Control-Allow-Headers'] = 'x-api-key, if-none-match, cache-control';
      headers['Access-Control-Max-Age'] = '7200';
    }
  };
  return { after: add, onError: add };
}
