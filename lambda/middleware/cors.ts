import { type HttpMethod, ROUTES } from '../../contract/routes.ts';
import { contextOf } from './context-of.ts';
import type { Middleware, Step } from './middleware.ts';

const EXPOSED =
  'Age, Cache-Status, Date, ETag, Preference-Applied, RateLimit, RateLimit-Policy, Retry-After, x-amzn-RequestId, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Response-Time';

const takesBody = (methods: readonly HttpMethod[]): boolean => methods.includes('PUT') || methods.includes('POST');

/**
 * Lets pages of the origins that the stage lists read answers, by exact match (Fetch standard, "CORS protocol"). Where
 * it lists none, no response has an Access-Control header.
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
    const { route } = contextOf(event);
    if (event.httpMethod === 'OPTIONS' && route !== undefined) {
      const methods: readonly HttpMethod[] = ROUTES[route].methods;
      headers['Access-Control-Allow-Methods'] = methods.filter((method) => method !== 'OPTIONS').join(', ');
      const own = `${methods.includes('PUT') ? ', authorization' : ''}${takesBody(methods) ? ', content-type' : ''}`;
      headers['Access-Control-Allow-Headers'] = `x-api-key, if-none-match, cache-control${own}`;
      headers['Access-Control-Max-Age'] = '7200';
    }
  };
  return { after: add, onError: add };
}
