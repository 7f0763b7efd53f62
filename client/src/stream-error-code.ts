/** What the API's errors are called. `contract-agreement.ts` checks that these are the words of its error table. */
const API_ERRORS = [
  'Validation error',
  'Forbidden',
  'Gone',
  'Payload too large',
  'Unauthorized',
  'Extraction failed',
  'Not found',
  'Method not allowed',
  'Too many requests',
  'Internal server error',
  'Service unavailable',
  'Request timeout',
] as const;

/** What the client itself calls an error without an answer of the API. It has its own `Request timeout`, too. */
const CLIENT_ERRORS = ['Network error', 'Invalid URL', 'Invalid answer'] as const;

export type ApiErrorCode = (typeof API_ERRORS)[number];

/**
 * Every kind of error, for a `switch`. `HTTP 502` and the like are responses of an intermediary, or of an API that is
 * newer than this client and names the kind by a word that it does not know.
 */
export type StreamErrorCode = ApiErrorCode | (typeof CLIENT_ERRORS)[number] | `HTTP ${number}`;

const KNOWN: readonly string[] = [...API_ERRORS, ...CLIENT_ERRORS];

/** The code of an error with this word and this status. */
export const codeOf = (error: string, status: number): StreamErrorCode =>
  KNOWN.includes(error) ? (error as StreamErrorCode) : `HTTP ${status}`;
