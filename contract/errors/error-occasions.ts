import type { ErrorName } from './error-table.ts';

/** One way in which a client gets an error of the table. */
export interface ErrorOccasion {
  readonly error: ErrorName;
  /** The part that answers. */
  readonly from: 'function' | 'gateway' | 'edge';
  readonly when: string;
  /** Seconds, or where they come from. Absent: the response has no Retry-After. */
  readonly retryAfter?: number | string;
  /**
   * API Gateway's response types for it (Developer Guide, "Gateway response types for API Gateway"). `retryAfter` is
   * then in seconds.
   */
  readonly gatewayTypes?: readonly string[];
}

/**
 * Every occasion of every error: docs/errors.md and the gateway's own responses are generated from it, and a test
 * provokes each. The functions do not load it.
 */
export const ERROR_OCCASIONS = {
  invalidQuery: {
    error: 'validation',
    from: 'function',
    when: 'A parameter is missing, repeated or not valid. `details` names each field and its rule.',
  },
  malformedRequest: {
    error: 'badRequest',
    from: 'gateway',
    when: 'The request is malformed.',
    gatewayTypes: ['BAD_REQUEST_BODY', 'BAD_REQUEST_PARAMETERS', 'DEFAULT_4XX'],
  },
  noToken: {
    error: 'unauthorized',
    from: 'function',
    when: 'Preferences only: the token of the viewer is missing, has expired, or is not of this site and stage.',
  },
  noApiKey: {
    error: 'forbidden',
    from: 'gateway',
    when: 'The stage asks for an API key, and there is none or a wrong one.',
    gatewayTypes: [
      'INVALID_API_KEY',
      'UNAUTHORIZED',
      'ACCESS_DENIED',
      'INVALID_SIGNATURE',
      'EXPIRED_TOKEN',
      'WAF_FILTERED',
    ],
  },
  noSources: {
    error: 'notAvailable',
    from: 'function',
    when:
      'Every provider was asked and none has the title. Cached for a minute. Of a playlist also: the title, or the ' +
      'source that was named, has no HLS master playlist.',
  },
  removedTitle: {
    error: 'removed',
    from: 'function',
    when: 'Steering only: the title is not available any more, and all links of the player have expired.',
  },
  noSuchRoute: {
    error: 'unknownRoute',
    from: 'gateway',
    when: 'The path is not one of the API.',
    // A path without a method answers as if a token were missing.
    gatewayTypes: ['MISSING_AUTHENTICATION_TOKEN', 'RESOURCE_NOT_FOUND'],
  },
  otherMethod: {
    error: 'methodNotAllowed',
    from: 'function',
    when: 'The method is none of the route. `Allow` names those.',
  },
  unreadableRecords: {
    error: 'validation',
    from: 'function',
    when: "Players' records only: nothing in the body can be read, its type is another, or the page is of no listed origin.",
  },
  tooManyRecords: {
    error: 'tooLarge',
    from: 'function',
    when: "Players' records only: the body has more than 32 KB or 100 records.",
  },
  requestTooLarge: {
    error: 'tooLarge',
    from: 'gateway',
    when: 'The request is larger than the 10 MB that API Gateway takes.',
    gatewayTypes: ['REQUEST_TOO_LARGE'],
  },
  clientOverLimit: {
    error: 'tooManyRequests',
    from: 'function',
    when: 'The client has used up its window. The `X-RateLimit-` headers show it.',
    retryAfter: "until the window's end",
  },
  throttled: {
    error: 'tooManyRequests',
    from: 'gateway',
    when: "The stage, or the API key's plan, has more requests a second than it takes.",
    retryAfter: 1,
    gatewayTypes: ['THROTTLED'],
  },
  quotaUsedUp: {
    error: 'tooManyRequests',
    from: 'gateway',
    when: "The API key's plan has used up its day.",
    // Static headers only: the rest of a day may be a minute or all of it.
    retryAfter: 3600,
    gatewayTypes: ['QUOTA_EXCEEDED'],
  },
  unexpected: {
    error: 'internal',
    from: 'function',
    when: 'A fault of ours. The log has it under `requestId`.',
  },
  gatewayFault: {
    error: 'internal',
    from: 'gateway',
    when: 'API Gateway failed in some other way. Calls that Lambda refuses, and functions that crash, may end here.',
    retryAfter: 5,
    gatewayTypes: ['DEFAULT_5XX'],
  },
  providerDown: {
    error: 'unavailable',
    from: 'function',
    when:
      'No provider could be asked, its answer was not valid, its breaker is open, the title failed in this way ' +
      'a moment ago, or another container has been extracting it for more than ten seconds.',
    retryAfter: 'what the provider asked for, 60 at most, else 5',
  },
  functionCrashed: {
    error: 'unavailable',
    from: 'gateway',
    when: 'The call of the function failed.',
    retryAfter: 5,
    gatewayTypes: ['INTEGRATION_FAILURE'],
  },
  storeDown: {
    error: 'storeUnavailable',
    from: 'function',
    when: "The table of preferences, viewing or live tickets, or the secret of the viewers' tokens, cannot be used.",
    retryAfter: 5,
  },
  extractionTooLong: {
    error: 'timeout',
    from: 'function',
    when: 'The deadline has passed. The extraction continues, and a later request finds its answer.',
    retryAfter: 5,
  },
  functionTooLong: {
    error: 'timeout',
    from: 'gateway',
    when: 'The function did not answer in time.',
    retryAfter: 5,
    gatewayTypes: ['INTEGRATION_TIMEOUT'],
  },
  flood: {
    error: 'tooManyRequests',
    from: 'edge',
    when: 'One address sends more in five minutes than the firewall of the edge lets through.',
    retryAfter: 300,
  },
} as const satisfies Record<string, ErrorOccasion>;

export type OccasionName = keyof typeof ERROR_OCCASIONS;
