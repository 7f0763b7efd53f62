import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { ERRORS, type ErrorName } from '../../contract/errors/error-table.ts';

interface GatewayError {
  readonly error: ErrorName;
  /** Seconds. */
  readonly retryAfter?: number;
}

/**
 * The requests that API Gateway itself refuses, and the error of the API that it answers with (API Gateway Developer
 * Guide, "Gateway response types for API Gateway"). A type that is not listed uses one of the two defaults.
 */
const GATEWAY_ERRORS: ReadonlyArray<readonly [ResponseType, GatewayError]> = [
  [ResponseType.BAD_REQUEST_BODY, { error: 'badRequest' }],
  [ResponseType.BAD_REQUEST_PARAMETERS, { error: 'badRequest' }],
  [ResponseType.ACCESS_DENIED, { error: 'forbidden' }],
  [ResponseType.EXPIRED_TOKEN, { error: 'forbidden' }],
  [ResponseType.INVALID_API_KEY, { error: 'forbidden' }],
  [ResponseType.INVALID_SIGNATURE, { error: 'forbidden' }],
  [ResponseType.UNAUTHORIZED, { error: 'forbidden' }],
  [ResponseType.WAF_FILTERED, { error: 'forbidden' }],
  // A path without a method answers as if a token were missing.
  [ResponseType.MISSING_AUTHENTICATION_TOKEN, { error: 'unknownRoute' }],
  [ResponseType.RESOURCE_NOT_FOUND, { error: 'unknownRoute' }],
  [ResponseType.REQUEST_TOO_LARGE, { error: 'tooLarge' }],
  [ResponseType.THROTTLED, { error: 'tooManyRequests', retryAfter: 1 }],
  // Static headers only: a day's quota may end in a minute or in a day.
  [ResponseType.QUOTA_EXCEEDED, { error: 'tooManyRequests', retryAfter: 3600 }],
  [ResponseType.INTEGRATION_FAILURE, { error: 'unavailable', retryAfter: 5 }],
  [ResponseType.INTEGRATION_TIMEOUT, { error: 'timeout', retryAfter: 5 }],
  [ResponseType.DEFAULT_4XX, { error: 'badRequest' }],
  [ResponseType.DEFAULT_5XX, { error: 'internal', retryAfter: 5 }],
];

/**
 * Any origin, since static headers cannot name the requesting one of several. These answers are the same for everybody,
 * and a page that may not read a 429 takes it for a network failure.
 */
const READABLE_BY_PAGES = {
  'Access-Control-Allow-Origin': "'*'",
  'Access-Control-Expose-Headers': "'Retry-After'",
};

/**
 * Gives the answers of the gateway itself the form of the function's errors.
 *
 * @param corsOrigins where it lists any, pages of other origins may read them
 */
export function addGatewayResponses(api: RestApi, corsOrigins: readonly string[]): void {
  for (const [type, { error, retryAfter }] of GATEWAY_ERRORS) {
    const { status, ...body } = ERRORS[error];
    api.addGatewayResponse(type.responseType, {
      type,
      // Always set: types without a status would inherit that of a default.
      statusCode: String(status),
      responseHeaders: {
        'Cache-Control': "'no-store'",
        'X-Content-Type-Options': "'nosniff'",
        ...(retryAfter !== undefined && { 'Retry-After': `'${retryAfter}'` }),
        ...(corsOrigins.length > 0 && READABLE_BY_PAGES),
      },
      templates: {
        'application/json': JSON.stringify({
          error: body.error,
          message: body.message,
          retryable: body.retryable,
          requestId: '$context.requestId',
        }),
      },
    });
  }
}
