import { ERROR_OCCASIONS, type ErrorOccasion } from '../../contract/errors/error-occasions.ts';
import { ERRORS } from '../../contract/errors/error-table.ts';
import { ROUTES } from '../../contract/routes.ts';
import { REQUEST_ID } from './error-examples.ts';

interface Header {
  readonly description: string;
  readonly required?: true;
  readonly example?: string | number;
  readonly schema: {
    readonly type: 'integer' | 'string';
    readonly enum?: readonly string[];
    readonly minimum?: number;
  };
}

export type Headers = Readonly<Record<string, Header>>;

const text = (description: string, example: string): Header => ({ description, schema: { type: 'string' }, example });
const whole = (description: string, example: number): Header => ({
  description,
  schema: { type: 'integer', minimum: 0 },
  example,
});
const always = (description: string, value: string): Header => ({
  description,
  required: true,
  schema: { type: 'string', enum: [value] },
  example: value,
});

/** Of responses of the function and of the gateway. */
const GENERAL = {
  'X-Content-Type-Options': always('The body is what its Content-Type names.', 'nosniff'),
  'x-amzn-RequestId': {
    ...text("Names the request, in the log too; an error's body has it as `requestId`.", REQUEST_ID),
    required: true,
  },
} satisfies Headers;

/** Where the stage lists origins that may read its answers. */
const CORS = {
  Vary: text('`Save-Data` of an answer; `Origin`, where the stage lists origins.', 'Save-Data, Origin'),
  'Access-Control-Allow-Origin': text('The origin that asked, where the stage lists it.', 'https://www.example.com'),
  'Access-Control-Expose-Headers': text(
    'What a page of that origin may read, in the same case.',
    'Age, Cache-Status, Date, ETag, Preference-Applied, RateLimit, RateLimit-Policy, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Response-Time',
  ),
} satisfies Headers;

const PREFLIGHT = {
  Allow: {
    description: 'The methods there are.',
    required: true,
    schema: { type: 'string', enum: [...new Set(Object.values(ROUTES).map(({ methods }) => methods.join(', ')))] },
    example: ROUTES.extract.methods.join(', '),
  },
  'Access-Control-Allow-Methods': text('The methods that a page of a listed origin may use.', 'GET, HEAD'),
  'Access-Control-Allow-Headers': text(
    'The request headers that it may send.',
    'x-api-key, if-none-match, cache-control',
  ),
  'Access-Control-Max-Age': whole('Seconds for which the browser need not ask again.', 7200),
} satisfies Headers;

/** Of the function's responses. */
const FUNCTION = {
  'X-Response-Time': text('Time taken to process the request, for example `12ms`.', '12ms'),
  'Cross-Origin-Resource-Policy': text(
    '`same-origin`; `cross-origin` for an origin that the stage lists.',
    'same-origin',
  ),
} satisfies Headers;

/** Of the function's responses to valid requests, which it has counted. */
const COUNTED = {
  'X-RateLimit-Limit': whole('Most requests of this client in a window.', 100),
  'X-RateLimit-Remaining': whole('Requests left in this window.', 99),
  'X-RateLimit-Reset': whole('When the window ends, in seconds since 1970.', 1795710600),
  'RateLimit-Policy': text('The limit, as IETF draft-ietf-httpapi-ratelimit-headers writes it.', '"ip";q=100;w=60'),
  RateLimit: text('What is left of it, in the same form.', '"ip";r=99;t=42'),
} satisfies Headers;

const CACHED = {
  Age: whole('Seconds since the answer was stored (RFC 9111). Absent where nothing may be stored.', 0),
  'Cache-Status': text('What the cache did (RFC 9211).', 'stream-api; fwd=miss; stored'),
} satisfies Headers;

const LIFE = {
  200: '`private, max-age=1800, stale-while-revalidate=3600`, or less when links expire sooner; `no-store` when they expire at once.',
  404: '`private, max-age=60` for a title that is not available, else `no-store`.',
};

const ETAG = text(
  'Weak validator over the data; send it back in `If-None-Match` for a 304.',
  'W/"Y0PrmA2dannDfe4EM-Gjtw"',
);

const PREFERENCE_APPLIED = text(
  'What of `prefer` the order follows (RFC 7240), where the request has it.',
  'res=720, codec=h264, lang=en',
);

const NO_STORE = always('Never stored.', 'no-store');

const required = (headers: Headers): Headers =>
  Object.fromEntries(Object.entries(headers).map(([name, header]) => [name, { ...header, required: true }]));

const optional = (headers: Headers): Headers =>
  Object.fromEntries(Object.entries(headers).map(([name, { required: _, ...header }]) => [name, header]));

/** Every header of the API that a response with this status may have. Those that it always has are required. */
export function headersOf(status: number): Headers {
  if (status === 204) {
    return { ...required(FUNCTION), 'Cache-Control': NO_STORE, ...PREFLIGHT, ...GENERAL, ...CORS };
  }
  if (status === 200 || status === 304) {
    const { Age, 'Cache-Status': cacheStatus } = CACHED;
    const own = required({
      ...FUNCTION,
      ...COUNTED,
      'Cache-Control': text(LIFE[200], 'private, max-age=1800, stale-while-revalidate=3600'),
      'Cache-Status': cacheStatus,
      ETag: ETAG,
    });
    return { ...own, Age, 'Preference-Applied': PREFERENCE_APPLIED, ...GENERAL, ...CORS };
  }
  return errorHeaders(status);
}

const REFERRER = {
  'Referrer-Policy': always('The hosts of the links need not know where they are played.', 'no-referrer'),
} satisfies Headers;

/** Of a playlist, or of a 304 for one. */
export const playlistHeaders = (status: 200 | 304): Headers => ({ ...headersOf(status), ...required(REFERRER) });

/** Of a steering answer, which is for one player. */
export function steeringHeaders(): Headers {
  return { ...required(FUNCTION), 'Cache-Control': NO_STORE, ...required(REFERRER), ...GENERAL, ...CORS };
}

/** Of the 200 for uptime monitors, which is the same for everybody. */
export function statusHeaders(): Headers {
  return {
    ...required(FUNCTION),
    'Cache-Control': always('The same for everybody.', 'public, max-age=5'),
    ...GENERAL,
    ...CORS,
  };
}

/** Of what succeeds at a route whose requests are counted and whose answers nobody may keep. */
export function countedHeaders(): Headers {
  return { ...required({ ...FUNCTION, ...COUNTED }), 'Cache-Control': NO_STORE, ...GENERAL, ...CORS };
}

function errorHeaders(status: number): Headers {
  const occasions = Object.values<ErrorOccasion>(ERROR_OCCASIONS).filter(
    ({ error }) => ERRORS[error].status === status,
  );
  const waiting = occasions.filter(({ retryAfter }) => retryAfter !== undefined);
  const retryAfter = { 'Retry-After': whole('Seconds to wait before asking again.', 5) };
  const sometimes: Headers = {
    ...(status === 404 && CACHED),
    ...(occasions.some(({ from }) => from === 'function') && FUNCTION),
    // A request is counted when its method and its parameters are known to be valid; a body is read after that.
    ...(occasions.some(({ from }) => from === 'function') && status !== 405 && COUNTED),
    ...(waiting.length > 0 && retryAfter),
    ...optional(GENERAL),
    ...CORS,
  };
  return {
    ...sometimes,
    // The firewall of the edge adds none of these.
    ...(occasions.every(({ from }) => from !== 'edge') && GENERAL),
    ...(occasions.every(({ from }) => from === 'function') && required(FUNCTION)),
    ...(waiting.length === occasions.length && required(retryAfter)),
    ...(status === 401 && { 'WWW-Authenticate': always('What is wanted (RFC 6750).', 'Bearer') }),
    ...(status === 405 && { Allow: PREFLIGHT.Allow }),
    'Cache-Control': status === 404 ? { ...text(LIFE[404], 'private, max-age=60'), required: true } : NO_STORE,
  };
}
