import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { RequestContext } from '../observability/request-context.ts';

/*
 * Middy passes its own request object to the middlewares but not to the handler. The event is what all of them get, and
 * each request has its own. (A WeakMap from events to contexts costs a memory hit 0.7 µs, 8 % of it.)
 */
const CONTEXT: unique symbol = Symbol('context of the request');

interface EventWithContext extends APIGatewayProxyEvent {
  [CONTEXT]?: RequestContext;
}

/** Attaches the context of a request to its event. */
export function attachContext(event: EventWithContext, context: RequestContext): void {
  event[CONTEXT] = context;
}

/** @throws Error when no context was attached: the outermost middleware is missing */
export function contextOf(event: EventWithContext): RequestContext {
  const context = event[CONTEXT];
  if (context === undefined) throw new Error('The request has no context: the observability middleware is missing');
  return context;
}
