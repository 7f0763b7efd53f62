import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import validateExtractEvent from '../../contract/generated/extract-event.js';
import type { RouteNameOf } from '../../contract/routes.ts';
import type { Clock } from '../clock.ts';
import { createDeadline, type Deadline } from '../deadline.ts';
import { contextOf } from '../middleware/context-of.ts';
import { cors } from '../middleware/cors.ts';
import { EarlyTimeout } from '../middleware/early-timeout.ts';
import { errorMapping } from '../middleware/error-mapping.ts';
import { methods } from '../middleware/methods.ts';
import { type ObservabilityOptions, observability } from '../middleware/observability.ts';
import { rateLimit, rateLimitHeaders } from '../middleware/rate-limit.ts';
import type { RequestLimiter } from '../middleware/request-limiter.ts';
import { responseHeaders } from '../middleware/response-headers.ts';
import { routing } from '../middleware/routing.ts';
import { type RouteValidator, validation } from '../middleware/validation.ts';
import { cacheResponse } from './cache-response.ts';
import type { DeliveryOf } from './delivery/delivery-of.ts';
import type { UnwellLook } from './health/unwell-look.ts';
import type { MasterReader } from './playback/playable-group.ts';
import { ViewerWishes } from './prefer/viewer-wishes.ts';
import { later, type RouteHandler, type RouteRequest } from './route-handler.ts';
import { type LookupOptions, titleLookup } from './title-lookup.ts';

/** Time left for writing the response after the deadline, in milliseconds. */
const RESERVE_MS = 2_000;

export interface ExtractHandlerOptions extends LookupOptions, Omit<ObservabilityOptions, 'identify'> {
  readonly limiter: RequestLimiter;
  readonly stage: string;
  /** Reads a master playlist that an entry does not have. */
  readonly readMaster?: MasterReader | undefined;
  readonly corsOrigins: readonly string[];
  /** The request is answered this long after it reached the gateway, in milliseconds. */
  readonly deadlineMs: number;
  /** A request is answered 504 this long before Lambda would end the function, in milliseconds. */
  readonly earlyTimeoutReserveMs: number;
  /** The CDNs that links lead through, where the stage has some. */
  readonly delivery?: DeliveryOf | undefined;
  /** The sources that are not well, for steering. */
  readonly unwell?: UnwellLook | undefined;
}

/** The handler of the extract function, with its middlewares and its routes. */
export function extractHandler(options: ExtractHandlerOptions) {
  const { limiter } = options;
  const wishes = new ViewerWishes();
  const check: RouteValidator['check'] = (event, context) => wishes.read(event, context);
  const routes: Readonly<Record<RouteNameOf<'extract'>, RouteHandler>> = {
    extract: { validate: validateExtractEvent, check, answer: (request) => sourcesAnswer(options, wishes, request) },
    playlist: later(
      async () => (await import('./playback/playlist-route.ts')).playlistRoute({ ...options, wishes }),
      check,
    ),
    steering: later(async () => (await import('./playback/steering-route.ts')).steeringRoute(options)),
    status: {
      answer: async ({ context }) => (await import('./status-answer.ts')).statusAnswer(options.stage, context),
    },
  };
  const earlyTimeout = new EarlyTimeout(options.clock, options.earlyTimeoutReserveMs);
  return (
    // Its own early timeout is off: a timer for each request costs more than all of its middleware.
    middy<APIGatewayProxyEvent, APIGatewayProxyResult>({ timeoutEarlyInMillis: 0 })
      // What decorates errors precedes what makes them: Middy runs onError innermost first.
      .use(observability({ ...options, identify: (event) => limiter.identify(event) }))
      .use(responseHeaders())
      .use(cors(options.corsOrigins))
      .use(rateLimitHeaders(limiter))
      .use(errorMapping())
      .use(routing('extract'))
      .use(methods())
      .use(validation(routes))
      .use(rateLimit(limiter))
      .handler((event: APIGatewayProxyEvent, lambda: Context) => {
        const context = contextOf(event);
        // The routing knows those of this function alone.
        const route = routes[context.route as RouteNameOf<'extract'>];
        return earlyTimeout.run(lambda, (signal) => {
          const deadline = () => requestDeadline(options.clock, event, lambda, options.deadlineMs, signal());
          return route.answer({ event, deadline, context });
        });
      })
  );
}

/** Answers `GET /api/stream/extract` from the cache, which extracts what it does not have. */
async function sourcesAnswer(
  options: ExtractHandlerOptions,
  wishes: ViewerWishes,
  request: RouteRequest,
): Promise<APIGatewayProxyResult> {
  const { context } = request;
  const lookup = titleLookup(options, request);
  const delivering = options.delivery?.();
  const result = await lookup.result;
  const facts = lookup.factsNow();
  if (result.result !== 'answer') return cacheResponse(result, facts);
  const entry = lookup.finish ? await lookup.finish(result.entry) : result.entry;
  const sent = delivering ? await (await delivering).answer(entry, context.events) : { ...result, entry };
  const { wish } = context;
  if (!wish || sent.result !== 'answer') return cacheResponse(sent, facts);
  // What a viewer would rather have is chosen of what is sent.
  const { entry: ordered, ...preferred } = wishes.answer(sent.entry, wish);
  return cacheResponse({ ...sent, entry: ordered }, { ...facts, preferred });
}

/**
 * The deadline of a request, counted from its arrival at the gateway, where it waits while a container starts. An
 * arrival in the future, or longer ago than a request can last, comes from a wrong clock and is ignored.
 */
export function requestDeadline(
  clock: Clock,
  event: APIGatewayProxyEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
  deadlineMs: number,
  signal: AbortSignal,
): Deadline {
  const now = clock.now();
  const byFunction = now + context.getRemainingTimeInMillis() - RESERVE_MS;
  const arrived = event.requestContext?.requestTimeEpoch;
  const plausible = typeof arrived === 'number' && arrived <= now && arrived > now - deadlineMs;
  const byArrival = plausible ? arrived + deadlineMs : now + deadlineMs;
  return createDeadline(clock, Math.min(byFunction, byArrival), signal);
}
