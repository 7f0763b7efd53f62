import validator from '@middy/validator';
import type { RouteName } from '../../contract/routes.ts';
import { contextOf } from './context-of.ts';
import type { Middleware, Step } from './middleware.ts';

/** A generated validator of a route's events. */
export type EventValidator = (event: unknown) => boolean;

/** A route's validator, or how the first request of the route gets it. */
export type RouteValidator =
  | { readonly validate: EventValidator; readonly load?: undefined }
  | { readonly validate?: undefined; readonly load: () => Promise<EventValidator> };

/** The option's type names the compiler; it takes the compiled function. */
const stepOf = (validate: EventValidator): Step =>
  (validator({ eventSchema: validate as never }) as { before: Step }).before;

/**
 * Refuses a query that the contract does not allow, before anything is looked up.
 *
 * @param routes of the function
 */
export function validation(routes: Readonly<Partial<Record<RouteName, RouteValidator>>>): Middleware {
  const steps = new Map<string | undefined, Step>();
  for (const [route, { validate, load }] of Object.entries(routes)) {
    steps.set(route, validate ? stepOf(validate) : async (request) => stepOf(await load())(request));
  }
  return {
    before: (request) => {
      // API Gateway sends null for an absent query; the validator needs an object to name what is missing.
      request.event.multiValueQueryStringParameters ??= {};
      return steps.get(contextOf(request.event).route)?.(request);
    },
  };
}
