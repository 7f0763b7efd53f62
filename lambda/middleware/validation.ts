import validator from '@middy/validator';
import type { RouteName } from '../../contract/routes.ts';
import { contextOf } from './context-of.ts';
import type { Middleware, Step } from './middleware.ts';

/** A generated validator of a route's events. */
export type EventValidator = (event: unknown) => boolean;

/**
 * Refuses a query that the contract does not allow, before anything is looked up.
 *
 * @param routes of the function; one that reads no query has no validator
 */
export function validation(
  routes: Readonly<Partial<Record<RouteName, { readonly validate?: EventValidator }>>>,
): Middleware {
  const steps = new Map<string | undefined, Step>();
  for (const [route, { validate }] of Object.entries(routes)) {
    if (validate === undefined) continue;
    // The option's type names the compiler; it takes the compiled function.
    steps.set(route, (validator({ eventSchema: validate as never }) as { before: Step }).before);
  }
  return {
    before: (request) => {
      // API Gateway sends null for an absent query; the validator needs an object to name what is missing.
      request.event.multiValueQueryStringParameters ??= {};
      return steps.get(contextOf(request.event).route)?.(request);
    },
  };
}
