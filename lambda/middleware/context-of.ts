import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { RequestContext } from '../observability/request-context.ts';

/*
 * Middy passes its own request object to the middlewares but not to the handler. The event is what all of them get, and
 * each request has its own.
 */
const contexts = new WeakMap<APIGatewayProxyEvent, RequestContext>();

/** Attaches the context of a request to its event. */
export function attachContext(event: APIGatewayProxyEvent, context: RequestContext): void {
  contexts.set(event, context);
}

/** @throws Error when no context was attached: the outermost middleware is missing */
export function contextOf(event: APIGatewayProxyEvent): RequestContext {
  const context = contexts.get(event);
  if (context === undefined) throw new Error('The request has no context: the observability middleware is missing');
  return context;
}
