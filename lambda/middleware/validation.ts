import validator from '@middy/validator';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { RouteName } from '../../contract/routes.ts';
import type { RequestContext } from '../observability/request-context.ts';
import { contextOf } from './context-of.ts';
import type { Middleware, Step } from './middleware.ts';

/** A generated validator of a route's events. */
export type EventValidator = (event: unknown) => boolean;

/** A route's validator, or how the first request of the route gets it; neither where the route reads no query. */
export interface RouteValidator {
  readonly validate?: EventValidator;
  readonly load?: () => Promise<EventValidator>;
  /** What no schema expresses, of an event that is valid otherwise. @throws ApiError `validation` */
  readonly check?: (event: APIGatewayProxyEvent, context: RequestContext) => Promise<void> | undefined;
}

/** The option's type names the compiler; it takes the compiled function. */
const stepOf = (validate: EventValidator): Step =>
  (validator({ eventSchema: validate as never }) as { before: Step }).before;

const checked =
  (step: Step, check: NonNullable<RouteValidator['check']>): Step =>
  async (request) => {
    await step(request);
    await check(request.event, contextOf(request.event));
  };

/**
 * Refuses a query that the contract does not allow, before anything is looked up.
 *
 * @param routes of the function; one that reads no query has no validator
 */
export function validation(routes: Readonly<Partial<Record<RouteName, RouteValidator>>>): Middleware {
  const steps = new Map<string | undefined, Step>();
  for (const [route, { validate, load, check }] of Object.entries(routes)) {
    const step: Step | undefined = validate
      ? stepOf(validate)
      : load && (async (request) => stepOf(await load())(request));
    if (step) steps.set(route, check ? checked(step, check) : step);
  }
  return {
    before: (request) => {
      // API Gateway sends null for an absent query; the validator needs an object to name what is missing.
      request.event.multiValueQueryStringParameters ??= {};
      return steps.get(contextOf(request.event).route)?.(request);
    },
  };
}
