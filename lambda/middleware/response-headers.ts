import type { RequestRecord } from '../observability/request-record.ts';
import type { Middleware, Step } from './middleware.ts';

/**
 * The headers that every answer carries, errors included. `Cross-Origin-Resource-Policy` keeps pages of other sites
 * from embedding answers; where a stage lists origins, CORS decides instead.
 */
export function responseHeaders(record: RequestRecord): Middleware {
  const add: Step = ({ response }) => {
    if (!response) return;
    response.headers ??= {};
    const { headers } = response;
    headers['X-Response-Time'] = `${record.elapsed()}ms`;
    headers['X-Content-Type-Options'] = 'nosniff';
    headers['Cross-Origin-Resource-Policy'] ??= 'same-origin';
  };
  return { after: add, onError: add };
}
