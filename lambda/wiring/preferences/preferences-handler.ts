import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { RETRY_AFTER_SECONDS } from '../../../contract/bounds.ts';
import { ApiError } from '../../api-error.ts';
import type { Clock } from '../../clock.ts';
import { contextOf } from '../../middleware/context-of.ts';
import { cors } from '../../middleware/cors.ts';
import { errorMapping } from '../../middleware/error-mapping.ts';
import { methods } from '../../middleware/methods.ts';
import { type ObservabilityOptions, observability } from '../../middleware/observability.ts';
import { rateLimit, rateLimitHeaders } from '../../middleware/rate-limit.ts';
import { type RequestLimiter, whenAllowed } from '../../middleware/request-limiter.ts';
import { responseHeaders } from '../../middleware/response-headers.ts';
import { routing } from '../../middleware/routing.ts';
import type { RequestContext } from '../../observability/request-context.ts';
import { BodyError, NO_PREFERENCES, preferencesIn } from '../../preferences/preferences-body.ts';
import { type PreferencesTable, type ViewerKey, viewerKey } from '../../preferences/preferences-table.ts';
import { bearerToken, viewerOf } from '../../preferences/viewer-token.ts';
import type { TokenSecrets } from './token-secrets.ts';

export interface PreferencesHandlerOptions extends Omit<ObservabilityOptions, 'identify'> {
  readonly table: PreferencesTable;
  readonly secrets: TokenSecrets;
  /** The key of the hash by which viewers are stored. */
  readonly pepper: () => Promise<string>;
  readonly clock: Clock;
  readonly limiter: RequestLimiter;
  readonly stage: string;
  readonly corsOrigins: readonly string[];
  /** Middy answers 504 this long before Lambda would end the function, in milliseconds. */
  readonly earlyTimeoutReserveMs: number;
}

/** `GET`, `PUT` and `DELETE /api/stream/preferences`: what the viewer whom the token names prefers, on every device. */
export function preferencesHandler(options: PreferencesHandlerOptions) {
  const { limiter } = options;
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>({ timeoutEarlyInMillis: options.earlyTimeoutReserveMs })
    .use(observability({ ...options, identify: (event) => limiter.identify(event) }))
    .use(responseHeaders())
    .use(cors(options.corsOrigins))
    .use(rateLimitHeaders(limiter))
    .use(errorMapping())
    .use(routing('preferences'))
    .use(methods())
    .use(rateLimit(limiter))
    .handler(async (event: APIGatewayProxyEvent) => {
      // First, so that guessing tokens is limited too.
      const context = contextOf(event);
      await whenAllowed(context);
      const token = bearerToken(event.headers?.Authorization ?? event.headers?.authorization);
      const viewer = token === undefined ? undefined : await available(context, () => viewerFor(token, options));
      if (viewer === undefined) {
        if (token !== undefined) context.measured.push(['TokensRefused', 1]);
        throw new ApiError('unauthorized', { headers: { 'WWW-Authenticate': 'Bearer' } });
      }
      return answered(await available(context, () => done(event, viewer, options)));
    });
}

async function viewerFor(
  token: string,
  { secrets, pepper, clock, stage: audience }: PreferencesHandlerOptions,
): Promise<ViewerKey | undefined> {
  const now = clock.now();
  let subject = await viewerOf(token, { audience, secrets: await secrets.current(), now });
  if (subject === undefined) {
    // It may be signed with a secret that is newer than the one that is kept.
    const renewed = await secrets.renewed();
    if (renewed) subject = await viewerOf(token, { audience, secrets: renewed, now });
  }
  return subject === undefined ? undefined : viewerKey(subject, await pepper());
}

async function done(event: APIGatewayProxyEvent, viewer: ViewerKey, { table }: PreferencesHandlerOptions) {
  switch (event.httpMethod) {
    case 'PUT': {
      const preferences = preferencesIn(bodyOf(event));
      await table.write(viewer, preferences);
      return preferences;
    }
    case 'DELETE':
      await table.delete(viewer);
      return NO_PREFERENCES;
    default:
      return table.read(viewer);
  }
}

const bodyOf = ({ body, isBase64Encoded }: APIGatewayProxyEvent): string =>
  isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString() : (body ?? '');

/** @throws ApiError `validation` for a body that is wrong, `unavailable` where a table or a secret does not answer */
async function available<T>(context: RequestContext, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof BodyError) {
      const named = cause.details.map(({ field }) => field).filter((field) => /^\w+$/.test(field));
      const message = `The body is not valid: ${named.length > 0 ? named.join(', ') : 'see details'}.`;
      throw new ApiError('validation', { message, details: cause.details });
    }
    context.measured.push(['PreferencesFailed', 1]);
    throw new ApiError('storeUnavailable', { cause, retryAfter: RETRY_AFTER_SECONDS });
  }
}

const answered = (data: object): APIGatewayProxyResult => ({
  statusCode: 200,
  headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  body: JSON.stringify({ success: true, data }),
});
