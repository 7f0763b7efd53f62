import { ApiError } from '../api-error.ts';
import { EarlyAnswer } from './error-mapping.ts';
import type { Middleware } from './middleware.ts';

const ALLOWED = 'GET, HEAD, OPTIONS';

/** GET is answered, HEAD like GET, OPTIONS without asking anything; every other method is refused (RFC 9110, 15.5.6). */
export function methods(): Middleware {
  return {
    before: ({ event }) => {
      if (event.httpMethod === 'GET' || event.httpMethod === 'HEAD') return;
      if (event.httpMethod === 'OPTIONS') {
        throw new EarlyAnswer({ statusCode: 204, headers: { Allow: ALLOWED, 'Cache-Control': 'no-store' }, body: '' });
      }
      throw new ApiError('methodNotAllowed', { headers: { Allow: ALLOWED } });
    },
  };
}
