import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { RETRY_AFTER_SECONDS, TICKET_SECONDS } from '../../../contract/bounds.ts';
import { ApiError } from '../../api-error.ts';
import type { LiveTable } from '../../live/live-table.ts';
import { contextOf } from '../../middleware/context-of.ts';
import { errorMapping } from '../../middleware/error-mapping.ts';
import { methods } from '../../middleware/methods.ts';
import { type ObservabilityOptions, observability } from '../../middleware/observability.ts';
import { rateLimit, rateLimitHeaders } from '../../middleware/rate-limit.ts';
import { type RequestLimiter, whenAllowed } from '../../middleware/request-limiter.ts';
import { responseHeaders } from '../../middleware/response-headers.ts';
import { routing } from '../../middleware/routing.ts';

export interface TicketsHandlerOptions extends Omit<ObservabilityOptions, 'identify'> {
  readonly table: Pick<LiveTable, 'issueTicket'>;
  readonly limiter: RequestLimiter;
  /** Ids of the keys of the edge, separated by commas: behind it anybody could have a ticket. */
  readonly edgeKeyId: string;
  /** Middy answers 504 this long before Lambda would end the function, in milliseconds. */
  readonly earlyTimeoutReserveMs: number;
}

/** `POST /api/stream/live/tickets`: a ticket for one connection, for the site's own server. No page may read it. */
export function ticketsHandler(options: TicketsHandlerOptions) {
  const { limiter, table } = options;
  const edgeKeys = options.edgeKeyId.split(',');
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>({ timeoutEarlyInMillis: options.earlyTimeoutReserveMs })
    .use(observability({ ...options, identify: (event) => limiter.identify(event) }))
    .use(responseHeaders())
    .use(rateLimitHeaders(limiter))
    .use(errorMapping())
    .use(routing('live'))
    .use(methods())
    .use(rateLimit(limiter))
    .handler(async (event: APIGatewayProxyEvent) => {
      await whenAllowed(contextOf(event));
      const { apiKeyId } = event.requestContext.identity;
      if (apiKeyId && edgeKeys.includes(apiKeyId)) throw new ApiError('forbidden');
      const ticket = await table.issueTicket().catch((cause) => {
        throw new ApiError('storeUnavailable', { cause, retryAfter: RETRY_AFTER_SECONDS });
      });
      return {
        statusCode: 200,
        headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
        body: JSON.stringify({ success: true, data: { ticket, expiresIn: TICKET_SECONDS } }),
      };
    });
}
