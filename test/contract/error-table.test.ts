import { expect, test } from '@jest/globals';
import { ERRORS } from '../../contract/errors/error-table.ts';

// Written out: other tests read their expectations from the table, and would follow a wrong one.
test('the errors are these, word for word', () => {
  expect(ERRORS).toEqual({
    validation: {
      status: 400,
      error: 'Validation error',
      retryable: false,
      message: 'The query parameters are not valid.',
    },
    badRequest: {
      status: 400,
      error: 'Validation error',
      retryable: false,
      message: 'The request could not be understood.',
    },
    unauthorized: { status: 401, error: 'Unauthorized', retryable: false, message: 'A valid token is required.' },
    forbidden: { status: 403, error: 'Forbidden', retryable: false, message: 'A valid API key is required.' },
    notAvailable: {
      status: 404,
      error: 'Extraction failed',
      retryable: false,
      message: 'No sources are available for this title.',
    },
    unknownRoute: { status: 404, error: 'Not found', retryable: false, message: 'There is no such route.' },
    removed: { status: 410, error: 'Gone', retryable: false, message: 'This title is not available any more.' },
    methodNotAllowed: { status: 405, error: 'Method not allowed', retryable: false, message: 'Use GET.' },
    tooLarge: { status: 413, error: 'Payload too large', retryable: false, message: 'The body is larger than 32 KB.' },
    tooManyRequests: {
      status: 429,
      error: 'Too many requests',
      retryable: true,
      message: 'Rate limit exceeded. Try again later.',
    },
    internal: {
      status: 500,
      error: 'Internal server error',
      retryable: true,
      message: 'Something went wrong on our side.',
    },
    unavailable: {
      status: 503,
      error: 'Service unavailable',
      retryable: true,
      message: 'The extractor service is not available right now. Try again shortly.',
    },
    storeUnavailable: {
      status: 503,
      error: 'Service unavailable',
      retryable: true,
      message: 'This cannot be read or kept right now. Try again shortly.',
    },
    timeout: {
      status: 504,
      error: 'Request timeout',
      retryable: true,
      message: 'The extraction took too long. Try again.',
    },
  });
});
