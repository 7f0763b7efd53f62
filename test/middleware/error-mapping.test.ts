import { describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { ApiError } from '../../lambda/api-error.ts';
import { EarlyAnswer, errorMapping } from '../../lambda/middleware/error-mapping.ts';

/** The answer that an error becomes. */
function answerTo(error: unknown, requestId: string | undefined = 'request-1') {
  const request = { event: { requestContext: { requestId } }, error, response: undefined } as never;
  errorMapping().onError!(request);
  const { response } = request as { response: APIGatewayProxyResult };
  return { status: response.statusCode, headers: response.headers!, text: response.body };
}
const bodyOf = (error: unknown, requestId?: string) => JSON.parse(answerTo(error, requestId).text);

describe('an error becomes an answer', () => {
  test('of its row, with the request’s id', () => {
    const { status, headers, text } = answerTo(new ApiError('notAvailable'));
    expect(status).toBe(404);
    expect(headers).toEqual({ 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    expect(JSON.parse(text)).toEqual({
      error: 'Extraction failed',
      message: 'No sources are available for this title.',
      retryable: false,
      requestId: 'request-1',
    });
  });

  test('without an id where the request has none', () => {
    expect(bodyOf(new ApiError('timeout'), '')).not.toHaveProperty('requestId');
  });

  test.each([
    [0, '1'],
    [0.2, '1'],
    [1, '1'],
    [1.001, '2'],
    [5, '5'],
    [59.5, '60'],
  ])('with whole seconds of Retry-After, never none: %d as %s', (retryAfter, header) => {
    expect(answerTo(new ApiError('unavailable', { retryAfter })).headers['Retry-After']).toBe(header);
  });

  test('without Retry-After where nobody said how long', () => {
    expect(answerTo(new ApiError('internal')).headers).not.toHaveProperty('Retry-After');
  });

  test('whose headers are the error’s own before all others', () => {
    const headers = { 'Cache-Control': 'private, max-age=60', Age: '3' };
    expect(answerTo(new ApiError('notAvailable', { headers })).headers).toMatchObject(headers);
  });

  test('of 504 after five seconds, when Middy’s timeout has passed', () => {
    const { status, headers } = answerTo(Object.assign(new Error('late'), { name: 'TimeoutError' }));
    expect([status, headers['Retry-After']]).toEqual([504, '5']);
  });

  test.each([new TypeError('secret'), Object.assign(new Error('secret'), { name: 'AbortError' }), undefined, null])(
    'of 500 that names no cause, whatever else was thrown (%s)',
    (error) => {
      const { status, text } = answerTo(error);
      expect(status).toBe(500);
      expect(JSON.parse(text)).toEqual({
        error: 'Internal server error',
        message: 'Something went wrong on our side.',
        retryable: true,
        requestId: 'request-1',
      });
    },
  );

  test('that names each field which the validator refused, in one sentence', () => {
    const path = '';
    const data = [
      { keyword: 'if', instancePath: path, params: {} },
      { keyword: 'required', instancePath: path, params: { missingProperty: 'season' } },
      { keyword: 'maxItems', instancePath: `${path}/tmdbId`, params: {} },
      { keyword: 'pattern', instancePath: `${path}/tmdbId/0`, params: {} },
      { keyword: 'required', instancePath: path, params: { missingProperty: 'mediaType' } },
    ];
    expect(bodyOf(Object.assign(new Error(), { cause: { package: '@middy/validator', data } }))).toEqual({
      error: 'Validation error',
      message: 'season is required when mediaType is tv; tmdbId must be given once; mediaType is required.',
      retryable: false,
      requestId: 'request-1',
      details: [
        { field: 'season', message: 'is required when mediaType is tv' },
        { field: 'tmdbId', message: 'must be given once' },
        { field: 'mediaType', message: 'is required' },
      ],
    });
  });

  test.each([undefined, null, []])('that has the table’s sentence where the validator said nothing (%j)', (data) => {
    const error = Object.assign(new Error(), { cause: { package: '@middy/validator', data } });
    expect(bodyOf(error).message).toBe('The query parameters are not valid.');
  });

  test('and an early answer is none: it goes out as it is', () => {
    const response = { statusCode: 204, headers: { Allow: 'GET' }, body: '' };
    expect(answerTo(new EarlyAnswer(response))).toEqual({ status: 204, headers: { Allow: 'GET' }, text: '' });
  });
});
