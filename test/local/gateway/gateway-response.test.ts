import { expect, test } from '@jest/globals';
import { gatewayResponse } from '../../../local/gateway/gateway-response.ts';

const text = ({ body }: { body: Buffer }) => body.toString();

test.each([
  ['MISSING_AUTHENTICATION_TOKEN', 403, 'Missing Authentication Token'],
  ['INVALID_API_KEY', 403, 'Forbidden'],
  ['REQUEST_TOO_LARGE', 413, 'Request Too Long'],
  ['THROTTLED', 429, 'Too Many Requests'],
  ['QUOTA_EXCEEDED', 429, 'Limit Exceeded'],
  ['INTEGRATION_FAILURE', 502, 'Internal server error'],
  ['INTEGRATION_TIMEOUT', 504, 'Endpoint request timed out'],
] as const)('%s without a definition is %i, with API Gateway’s own message', (type, status, message) => {
  const response = gatewayResponse(new Map(), type, 'r');
  expect(response).toMatchObject({ status, headers: { 'Content-Type': 'application/json' } });
  expect(JSON.parse(text(response))).toEqual({ message });
});

test('a type without its own definition takes that of its class', () => {
  const definitions = new Map([
    ['DEFAULT_4XX', { status: 400, headers: { A: '4' } }],
    ['DEFAULT_5XX', { status: 500, headers: { A: '5' } }],
    ['THROTTLED', { headers: { A: 'own' } }],
  ]);
  const of = (type: Parameters<typeof gatewayResponse>[1]) => gatewayResponse(definitions, type, 'r');
  expect(of('INVALID_API_KEY')).toMatchObject({ status: 400, headers: { A: '4' } });
  expect(of('INTEGRATION_FAILURE')).toMatchObject({ status: 500, headers: { A: '5' } });
  expect(of('INTEGRATION_TIMEOUT')).toMatchObject({ status: 500, headers: { A: '5' } });
  expect(of('THROTTLED')).toMatchObject({ status: 429, headers: { A: 'own' } });
});

test('a body is filled in from the context; what the context lacks stays', () => {
  const template = '$context.requestId $context.error.responseType $context.error.message $context.stage';
  const definitions = new Map([['THROTTLED', { headers: {}, template }]]);
  expect(text(gatewayResponse(definitions, 'THROTTLED', 'r-1'))).toBe('r-1 THROTTLED Too Many Requests $context.stage');
});
