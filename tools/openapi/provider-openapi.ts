import { z } from 'zod';
import { documentedAnswer } from '../../contract/provider-answer.ts';
import { queryParameter } from './query-parameter.ts';

type Json = Record<string, unknown>;

/** docs/provider.schema.json: a provider's answer. */
export const providerSchema = (): Json => ({
  ...(z.toJSONSchema(documentedAnswer, { io: 'input' }) as Json),
  title: 'The answer of a provider of Stream API',
});

/** docs/provider.openapi.json: the service that an integrator writes, as docs/provider.md describes it. */
export function providerOpenApi(): Json {
  const { $schema: _dialect, ...schema } = providerSchema();
  return {
    openapi: '3.1.0',
    info: {
      title: 'A provider of Stream API',
      version: '1',
      description: 'The one operation that a provider serves, at a path of its choice. docs/provider.md explains it.',
    },
    servers: [{ url: 'https://provider.example.com' }],
    paths: {
      '/extract': {
        get: {
          operationId: 'extract',
          summary: 'The sources of one movie or one episode',
          security: [{}, { token: [] }],
          parameters: PARAMETERS,
          responses: {
            200: {
              description: 'What there is. An empty list of sources means the same as 404.',
              content: { 'application/json': { schema: { $ref: '#/components/schemas/Answer' } } },
            },
            204: { description: 'The same as 404.' },
            401: { description: 'The token is missing or wrong.' },
            404: { description: 'The provider does not have this title.' },
            410: { description: 'The same as 404.' },
            429: {
              description: 'Too many requests. `Retry-After` is obeyed.',
              headers: { 'Retry-After': RETRY_AFTER },
            },
            503: { description: 'Not now. `Retry-After` is obeyed.', headers: { 'Retry-After': RETRY_AFTER } },
          },
        },
      },
    },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Answer: schema },
    },
  };
}

const RETRY_AFTER = { description: 'Seconds, or an HTTP date.', schema: { type: 'string' }, example: '30' };

const PARAMETERS: readonly Json[] = [
  queryParameter('tmdbId', true),
  { name: 'mediaType', in: 'query', required: true, schema: { type: 'string', enum: ['movie', 'tv'] }, example: 'tv' },
  queryParameter('season', false),
  queryParameter('episode', false),
];
