import { ROUTES, type RouteName } from '../../contract/routes.ts';
import { ApiError } from '../api-error.ts';
import { contextOf } from './context-of.ts';
import { EarlyAnswer } from './error-mapping.ts';
import type { Middleware } from './middleware.ts';

const allowOf = (route: RouteName): string => ROUTES[route].methods.join(', ');
/** The methods to use instead: `Use GET, PUT or DELETE.` HEAD and OPTIONS ask for nothing else. */
const otherMethods = (route: RouteName): string => {
  const own = ROUTES[route].methods.filter((each) => !/HEAD|OPTIONS/.test(each));
  return `Use ${own.join(', ').replace(/, (\w+)$/, ' or $1')}.`;
};

/**
 * Lets the methods of the request's route pass. OPTIONS is answered at once, and HEAD is handled like GET; every other
 * method is refused (RFC 9110, section 15.5.6). It follows the routing.
 */
export function methods(): Middleware {
  return {
    before: ({ event }) => {
      const { route } = contextOf(event);
      if (route === undefined) throw new Error('The request has no route: the routing middleware is missing');
      const isAllowed = ROUTES[route].methods.some((method) => method === event.httpMethod);
      if (!isAllowed) {
        throw new ApiError('methodNotAllowed', { message: otherMethods(route), headers: { Allow: allowOf(route) } });
      }
      if (event.httpMethod !== 'OPTIONS') return;
      const headers = { Allow: allowOf(route), 'Cache-Control': 'no-store' };
      throw new EarlyAnswer({ statusCode: 204, headers, body: '' });
    },
  };
}
