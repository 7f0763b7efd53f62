import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { ERROR_OCCASIONS, type ErrorOccasion } from '../../contract/errors/error-occasions.ts';
import { ERRORS } from '../../contract/errors/error-table.ts';

/**
 * Any origin, since static headers cannot name the requesting one of several. These answers are the same for everybody,
 * and a page that may not read a 429 takes it for a network failure.
 */
const READABLE_BY_PAGES = {
  'Access-Control-Allow-Origin': "'*'",
  'Access-Control-Expose-Headers': "'Retry-After'",
};

/**
 * Gives the answers of the gateway itself the form of the function's errors. A response type that no occasion has uses
 * one of the two defaults.
 *
 * @param corsOrigins where it lists any, pages of other origins may read them
 */
export function addGatewayResponses(api: RestApi, corsOrigins: readonly string[]): void {
  for (const { error: name, retryAfter, gatewayTypes = [] } of Object.values<ErrorOccasion>(ERROR_OCCASIONS)) {
    const { status, error, message, retryable } = ERRORS[name];
    for (const type of gatewayTypes) {
      api.addGatewayResponse(type, {
        type: ResponseType.of(type),
        // Always set: types without a status would inherit that of a default.
        statusCode: String(status),
        responseHeaders: {
          'Cache-Control': "'no-store'",
          'X-Content-Type-Options': "'nosniff'",
          ...(retryAfter !== undefined && { 'Retry-After': `'${retryAfter}'` }),
          ...(corsOrigins.length > 0 && READABLE_BY_PAGES),
        },
        templates: {
          'application/json': JSON.stringify({ error, message, retryable, requestId: '$context.requestId' }),
        },
      });
    }
  }
}
