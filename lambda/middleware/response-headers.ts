import { contextOf } from './context-of.ts';
import type { Middleware, Step } from './middleware.ts';

/**
 * Adds the headers that every response carries, errors included. `Cross-Origin-Resource-Policy` keeps pages of other
 * sites from embedding answers; where a stage lists origins, CORS decides instead.
 */
export function responseHeaders(): Middleware {
  const add: Step = ({ event, response }) => {
    if (!response) return;
    response.headers ??= {};
    const { headers } = response;
    headers['X-Response-Time'] = `${contextOf(event).elapsed()}ms`;
    headers['X-Content-Type-Options'] = 'nosniff';
    headers['Cross-Origin-Resource-Policy'] ??= 'same-origin';
  };
  return { after: add, onError: add };
}
