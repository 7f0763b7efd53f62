import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { ExtractQuery } from '../../contract/query.ts';
import { newCacheStatus } from '../cache/cache-status.ts';
import type { TieredCache } from '../cache/tiered-cache.ts';
import type { Clock } from '../clock.ts';
import { cors } from '../middleware/cors.ts';
import { errorMapping } from '../middleware/error-mapping.ts';
import { methods } from '../middleware/methods.ts';
import { type ObservabilityOptions, observability } from '../middleware/observability.ts';
import { rateLimit, rateLimitHeaders } from '../middleware/rate-limit.ts';
import type { RateLimitSlot } from '../middleware/rate-limit-slot.ts';
import { responseHeaders } from '../middleware/response-headers.ts';
import { validation } from '../middleware/validation.ts';
import { contentOf } from '../stream/content.ts';
import { cacheResponse } from './cache-response.ts';
import { requestDeadline } from './request-deadline.ts';

export interface ExtractHandlerOptions extends Omit<ObservabilityOptions, 'identify'> {
  readonly cache: TieredCache;
  readonly clock: Clock;
  readonly limits: RateLimitSlot;
  readonly corsOrigins: readonly string[];
  /** The request is answered this long after it reached the gateway, in milliseconds. */
  readonly deadlineMs: number;
  /** Middy answers 504 this long before Lambda would end the function, in milliseconds. */
  readonly earlyTimeoutReserveMs: number;
}

/** The handler of `GET /api/stream/extract` with everything that stands around it. */
export function extractHandler(options: ExtractHandlerOptions) {
  const { cache, clock, record, limits, deadlineMs } = options;
  return (
    middy<APIGatewayProxyEvent, APIGatewayProxyResult>({ timeoutEarlyInMillis: options.earlyTimeoutReserveMs })
      // What decorates errors stands outside what makes them: Middy runs onError innermost first.
      .use(observability({ ...options, identify: (event) => limits.identify(event) }))
      .use(responseHeaders(record))
      .use(cors(options.corsOrigins))
      .use(rateLimitHeaders(limits))
      .use(errorMapping())
      .use(methods())
      .use(validation())
      .use(rateLimit(limits))
      .handler(async (event: APIGatewayProxyEvent, context: Context, { signal }: { signal: AbortSignal }) => {
        record.content = contentOf(validQuery(event));
        const status = newCacheStatus();
        record.cache = status;
        const lookup = {
          allowed: limits.allowed,
          deadline: () => requestDeadline(clock, event, context, deadlineMs, signal),
        };
        const result = await cache.get(record.content, lookup, status).catch((refusal) => {
          // Over its limit: whatever was looked up meanwhile was for nobody.
          record.cache = undefined;
          throw refusal;
        });
        return cacheResponse(result, {
          content: record.content,
          status,
          now: clock.now(),
          event,
          record,
        });
      })
  );
}

/** What the validator has let through: each known parameter is there exactly once. */
const validQuery = ({ multiValueQueryStringParameters: query }: APIGatewayProxyEvent): ExtractQuery =>
  ({
    tmdbId: query?.tmdbId?.[0],
    mediaType: query?.mediaType?.[0],
    season: query?.season?.[0],
    episode: query?.episode?.[0],
  }) as ExtractQuery;
