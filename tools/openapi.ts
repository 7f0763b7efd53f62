import { z } from 'zod';
import { successAnswer } from '../contract/answer.ts';
import { ERRORS, type ErrorName } from '../contract/error-table.ts';
import { errorAnswer } from '../contract/errors.ts';
import { episodeQuery } from '../contract/query.ts';

type Json = Record<string, unknown>;

const header = (description: string, type: 'integer' | 'string' = 'string'): Json => ({
  description,
  schema: { type },
});

/** On every answer that the function gives to a valid request. */
const COUNTED_HEADERS = {
  'X-RateLimit-Limit': header('Most requests of this client in a window.', 'integer'),
  'X-RateLimit-Remaining': header('Requests left in this window.', 'integer'),
  'X-RateLimit-Reset': header('When the window ends, in seconds since 1970.', 'integer'),
  'RateLimit-Policy': header('The limit, as IETF draft-ietf-httpapi-ratelimit-headers writes it.'),
  RateLimit: header('What is left of it, in the same form.'),
  'X-Response-Time': header('Time taken to process the request, for example `12ms`.'),
};

const CACHE_HEADERS = {
  'Cache-Control': header(
    '`private, max-age=1800, stale-while-revalidate=3600`, or less when links die sooner; `no-store` when they die at once.',
  ),
  Age: header('Seconds since the answer was stored (RFC 9111).', 'integer'),
  ETag: header('Weak validator over the data; send it back in `If-None-Match` for a 304.'),
  'Cache-Status': header('What the cache did (RFC 9211).'),
};

const SUCCESS_HEADERS = { ...CACHE_HEADERS, ...COUNTED_HEADERS };

const RETRY_AFTER = { 'Retry-After': header('Seconds to wait before asking again.', 'integer') };

/** One media type and schema, as OpenAPI writes it. */
const json = (name: string): Json => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } });

/** Errors of one status, described by the error table's own rows. */
function errorResponses(): Record<string, Json> {
  const byStatus = new Map<number, ErrorName[]>();
  for (const name of Object.keys(ERRORS) as ErrorName[]) {
    const { status } = ERRORS[name];
    byStatus.set(status, [...(byStatus.get(status) ?? []), name]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, names]) => {
      const rows = names.map((name) => ERRORS[name]);
      const description = [...new Set(rows.map((row) => `\`${row.error}\`: ${row.message}`))].join(' ');
      const waits = status === 429 || status === 503 || status === 504;
      return [String(status), { description, ...(waits && { headers: RETRY_AFTER }), content: json('Error') }];
    }),
  );
}

function parameters(): Json[] {
  const schema = z.toJSONSchema(episodeQuery, { io: 'input' }) as unknown as { properties: Record<string, Json> };
  const own = (name: string): { schema: Json; description?: unknown; example?: unknown } => {
    const { description, example, ...rest } = schema.properties[name]!;
    return {
      schema: rest,
      ...(description !== undefined && { description }),
      ...(example !== undefined && { example }),
    };
  };
  return [
    { name: 'tmdbId', in: 'query', required: true, ...own('tmdbId') },
    {
      name: 'mediaType',
      in: 'query',
      required: true,
      description: 'Movies and TV series have ids of their own.',
      schema: { type: 'string', enum: ['movie', 'tv'] },
      example: 'tv',
    },
    // OpenAPI cannot say "required when": the descriptions do, and a 400 names what is missing.
    { name: 'season', in: 'query', required: false, ...own('season') },
    { name: 'episode', in: 'query', required: false, ...own('episode') },
  ];
}

/** As a client must read it: fields may be added to an answer at any time, so none is forbidden (`io: 'input'`). */
const schemaOf = (schema: z.ZodType): Json => {
  const { $schema: _dialect, ...body } = z.toJSONSchema(schema, { io: 'input' }) as Json;
  return body;
};

/** The API reference: OpenAPI 3.1, whose schemas are JSON Schema 2020-12 and so come from the contract as they are. */
export function openApiDocument(): Json {
  const operation = {
    tags: ['Streams'],
    parameters: parameters(),
    security: [{}, { apiKey: [] }],
  };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Stream API',
      version: '1.0.0',
      description: 'Every playable source of a movie or TV episode, best first, with subtitles, poster and duration.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths: {
      '/api/stream/extract': {
        get: {
          operationId: 'extractStream',
          summary: 'Every playable source of a title',
          ...operation,
          responses: {
            '200': { description: 'The sources, best first.', headers: SUCCESS_HEADERS, content: json('Success') },
            '304': {
              description: 'The data has not changed since the tag in `If-None-Match`.',
              headers: SUCCESS_HEADERS,
            },
            ...errorResponses(),
          },
        },
        head: {
          operationId: 'headStream',
          summary: 'The headers of the same answer, without its body',
          ...operation,
          responses: {
            '200': { description: 'As for GET.', headers: SUCCESS_HEADERS },
            '304': { description: 'As for GET.', headers: SUCCESS_HEADERS },
            default: { description: 'The status and the headers that GET would answer.' },
          },
        },
      },
    },
    components: {
      schemas: { Success: schemaOf(successAnswer), Error: schemaOf(errorAnswer) },
      securitySchemes: {
        apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'Where the stage asks for one.' },
      },
    },
  };
}
