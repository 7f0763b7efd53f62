import { describe, expect, test } from '@jest/globals';
import { ERRORS } from '../../../contract/errors/error-table.ts';
import { synthesise } from '../synthesise.ts';
import { resourcesOf } from '../template-resources.ts';

describe("the gateway's own answers", () => {
  const answers = new Map(
    resourcesOf(synthesise('dev'), 'AWS::ApiGateway::GatewayResponse').map(([, { Properties }]) => [
      Properties.ResponseType,
      Properties,
    ]),
  );

  test.each([
    ['MISSING_AUTHENTICATION_TOKEN', ERRORS.unknownRoute, undefined],
    ['INVALID_API_KEY', ERRORS.forbidden, undefined],
    ['ACCESS_DENIED', ERRORS.forbidden, undefined],
    ['BAD_REQUEST_PARAMETERS', ERRORS.badRequest, undefined],
    ['THROTTLED', ERRORS.tooManyRequests, 1],
    ['QUOTA_EXCEEDED', ERRORS.tooManyRequests, 3600],
    ['INTEGRATION_FAILURE', ERRORS.unavailable, 5],
    ['INTEGRATION_TIMEOUT', ERRORS.timeout, 5],
    ['DEFAULT_4XX', ERRORS.badRequest, undefined],
    ['DEFAULT_5XX', ERRORS.internal, 5],
  ])('for %s has the form of the API’s errors', (type, { status, ...body }, retryAfter) => {
    const answer = answers.get(type)!;
    expect(answer.StatusCode).toBe(String(status));
    const { 'application/json': template } = answer.ResponseTemplates as Record<string, string>;
    expect(JSON.parse(template!)).toEqual({ ...body, requestId: '$context.requestId' });
    expect(answer.ResponseParameters).toEqual({
      'gatewayresponse.header.Cache-Control': "'no-store'",
      'gatewayresponse.header.X-Content-Type-Options': "'nosniff'",
      ...(retryAfter !== undefined && { 'gatewayresponse.header.Retry-After': `'${retryAfter}'` }),
    });
  });

  test('name their status and their form in every case', () => {
    for (const answer of answers.values()) {
      expect(answer.StatusCode).toMatch(/^[45]\d\d$/);
      expect(answer.ResponseTemplates).toHaveProperty(['application/json']);
    }
  });
});
