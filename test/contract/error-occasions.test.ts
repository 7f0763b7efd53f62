import { expect, test } from '@jest/globals';
import { ERROR_OCCASIONS, type OccasionName } from '../../contract/errors/error-occasions.ts';

// Written out: what provokes them reads its expectations from the table, and would follow a wrong one. What the gateway
// answers for its own faults is tested with the gateway.
test.each<[OccasionName, object]>([
  ['invalidQuery', { error: 'validation', from: 'function' }],
  [
    'malformedRequest',
    {
      error: 'badRequest',
      from: 'gateway',
      gatewayTypes: ['BAD_REQUEST_BODY', 'BAD_REQUEST_PARAMETERS', 'DEFAULT_4XX'],
    },
  ],
  [
    'noApiKey',
    {
      error: 'forbidden',
      from: 'gateway',
      gatewayTypes: [
        'INVALID_API_KEY',
        'UNAUTHORIZED',
        'ACCESS_DENIED',
        'INVALID_SIGNATURE',
        'EXPIRED_TOKEN',
        'WAF_FILTERED',
      ],
    },
  ],
  ['noSources', { error: 'notAvailable', from: 'function' }],
  ['removedTitle', { error: 'removed', from: 'function' }],
  [
    'noSuchRoute',
    {
      error: 'unknownRoute',
      from: 'gateway',
      gatewayTypes: ['MISSING_AUTHENTICATION_TOKEN', 'RESOURCE_NOT_FOUND'],
    },
  ],
  ['otherMethod', { error: 'methodNotAllowed', from: 'function' }],
  ['clientOverLimit', { error: 'tooManyRequests', from: 'function', retryAfter: "until the window's end" }],
  ['throttled', { error: 'tooManyRequests', from: 'gateway', retryAfter: 1, gatewayTypes: ['THROTTLED'] }],
  ['quotaUsedUp', { error: 'tooManyRequests', from: 'gateway', retryAfter: 3600, gatewayTypes: ['QUOTA_EXCEEDED'] }],
  ['unexpected', { error: 'internal', from: 'function' }],
  ['providerDown', { error: 'unavailable', from: 'function', retryAfter: expect.stringContaining('else 5') }],
  ['functionCrashed', { error: 'unavailable', from: 'gateway', retryAfter: 5, gatewayTypes: ['INTEGRATION_FAILURE'] }],
  ['storeDown', { error: 'storeUnavailable', from: 'function', retryAfter: 5 }],
  ['extractionTooLong', { error: 'timeout', from: 'function', retryAfter: 5 }],
  ['functionTooLong', { error: 'timeout', from: 'gateway', retryAfter: 5, gatewayTypes: ['INTEGRATION_TIMEOUT'] }],
  ['flood', { error: 'tooManyRequests', from: 'edge', retryAfter: 300 }],
])('%s is %j', (name, expected) => {
  const { when: _sentence, ...row } = ERROR_OCCASIONS[name];
  expect(row).toEqual(expected);
});
