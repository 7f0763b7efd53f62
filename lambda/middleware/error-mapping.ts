import type { APIGatewayProxyResult } from 'aws-lambda';
import { RETRY_AFTER_SECONDS } from '../../contract/bounds.ts';
import type { ErrorAnswer } from '../../contract/errors/error-answer.ts';
import { ApiError } from '../api-error.ts';
import type { Middleware } from './middleware.ts';
import { validationDetails } from './validation-details.ts';

/** Thrown by a middleware to answer at once. An early return from a `before` would skip every `after`. */
export class EarlyAnswer extends Error {
  override name = 'EarlyAnswer' as const;
  readonly response: APIGatewayProxyResult;
  constructor(response: APIGatewayProxyResult) {
    super('Answered early');
    this.response = response;
  }
}

/** Makes every error a response of the specification's form. What is not meant for the client is not sent. */
export function errorMapping(): Middleware {
  return {
    onError: (request) => {
      const { error } = request;
      if (error instanceof EarlyAnswer) {
        request.response = error.response;
        request.error = null;
        return;
      }
      const known = asApiError(error);
      request.error = known;
      request.response = errorResponse(known, request.event.requestContext?.requestId);
    },
  };
}

/** Middy's timeout has its name, the validator's error its package; every other error is unexpected. */
function asApiError(error: Error | null | undefined): ApiError {
  if (error instanceof ApiError) return error;
  if (error?.name === 'TimeoutError') return new ApiError('timeout', { cause: error, retryAfter: RETRY_AFTER_SECONDS });
  const cause = error?.cause as { package?: string; data?: unknown } | undefined;
  if (cause?.package === '@middy/validator') {
    const details = validationDetails(cause.data);
    const message = details.map(({ field, message: rule }) => `${field} ${rule}`).join('; ');
    return new ApiError('validation', { details, ...(message && { message: `${message}.` }) });
  }
  return new ApiError('internal', { cause: error });
}

function errorResponse(error: ApiError, requestId: string | undefined): APIGatewayProxyResult {
  const body: ErrorAnswer = {
    error: error.error,
    message: error.message,
    retryable: error.retryable,
    ...(requestId && { requestId }),
    ...(error.details && { details: [...error.details] }),
  };
  return {
    statusCode: error.status,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      ...(error.retryAfter !== undefined && { 'Retry-After': String(Math.max(1, Math.ceil(error.retryAfter))) }),
      ...error.headers,
    },
    body: JSON.stringify(body),
  };
}
