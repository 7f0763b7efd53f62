import { ROUTES, type RouteFunction, type RouteName } from '../../contract/routes.ts';
import { ApiError } from '../api-error.ts';
import { contextOf } from './context-of.ts';
import type { Middleware } from './middleware.ts';

/** Finds the request's route among those of one function. A resource without one is a 404. */
export function routing(functionName: RouteFunction): Middleware {
  const names = (Object.keys(ROUTES) as RouteName[]).filter((name) => ROUTES[name].function === functionName);
  const byPath = new Map<string, RouteName>(names.map((name) => [ROUTES[name].path, name]));
  return {
    before: ({ event }) => {
      const route = byPath.get(event.resource);
      if (route === undefined) throw new ApiError('unknownRoute');
      contextOf(event).route = route;
    },
  };
}
