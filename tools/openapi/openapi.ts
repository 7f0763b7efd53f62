import { z } from 'zod';
import { statusAnswer, successAnswer } from '../../contract/answer.ts';
import { errorAnswer } from '../../contract/errors/error-answer.ts';
import { ERRORS } from '../../contract/errors/error-table.ts';
import { liveTicketAnswer } from '../../contract/events.ts';
import { preferences, preferencesAnswer } from '../../contract/preferences.ts';
import { ROUTES, type RouteName } from '../../contract/routes.ts';
import { type BodyExamples, errorExamples } from './error-examples.ts';
import { liveOperations } from './live-operations.ts';
import { headersOf } from './openapi-headers.ts';
import { playbackOperations } from './playback-operations.ts';
import { preferencesOperations } from './preferences-operations.ts';
import { queryParameter, wishParameter } from './query-parameter.ts';
import { statusOperations } from './status-operations.ts';
import { usageOperations } from './usage-operations.ts';

type Json = Record<string, unknown>;

/** One operation for each method of the route. */
type OperationsOf<Name extends RouteName> = Readonly<Record<Lowercase<(typeof ROUTES)[Name]['methods'][number]>, Json>>;

/** One media type and schema, as OpenAPI writes it, with examples of its bodies. */
const json = (name: string, examples: BodyExamples = {}): Json => ({
  'application/json': {
    schema: { $ref: `#/components/schemas/${name}` },
    ...(Object.keys(examples).length > 0 && { examples }),
  },
});

/** Errors of one status, described by the error table's own rows. */
function errorResponses(): Record<string, Json> {
  const byStatus = Map.groupBy(Object.values(ERRORS), ({ status }) => status);
  return Object.fromEntries(
    [...byStatus].map(([status, rows]) => {
      const description = [...new Set(rows.map((row) => `\`${row.error}\`: ${row.message}`))].join(' ');
      const content = json('Error', errorExamples(status));
      return [String(status), { description, headers: headersOf(status), content }];
    }),
  );
}

/** The responses to HEAD: the same without bodies (RFC 9110, section 9.3.2). */
const withoutBodies = (responses: Record<string, Json>): Record<string, Json> =>
  Object.fromEntries(Object.entries(responses).map(([status, { content: _none, ...rest }]) => [status, rest]));

const PARAMETERS: readonly Json[] = [
  queryParameter('tmdbId', true),
  {
    name: 'mediaType',
    in: 'query',
    required: true,
    description:
      'Ids of movies and of TV series are independent. With `tv`, `season` and `episode` are required; with `movie` ' +
      'they are ignored.',
    schema: { type: 'string', enum: ['movie', 'tv'] },
    example: 'tv',
  },
  // OpenAPI cannot express that a parameter is required in some cases: the descriptions do, the examples show it, and
  // a 400 names what is missing.
  queryParameter('season', false),
  queryParameter('episode', false),
];

/** A title is asked for without them. */
const WISHES: readonly Json[] = [
  wishParameter('prefer'),
  wishParameter('maxBandwidth'),
  {
    name: 'Save-Data',
    in: 'header',
    required: false,
    description: '`on` counts as `maxBandwidth=1500000` where the query names none. Browsers send it by themselves.',
    schema: { type: 'string' },
    examples: { on: { value: 'on' } },
  },
];

/** The routes that put first what a viewer would rather have. */
const ORDERED: ReadonlySet<string> = new Set(['extract', 'playlist']);

/** A preflight asks for no title, and so for no order either. */
const withWishes = ({ options, ...operations }: Record<string, Json>): Json => ({
  ...Object.fromEntries(
    Object.entries(operations).map(([method, operation]) => [
      method,
      { ...operation, parameters: [...(operation.parameters as Json[]), ...WISHES] },
    ]),
  ),
  options,
});

/** As a client must read it: fields may be added to an answer at any time, so no field is forbidden (`io: 'input'`). */
const schemaOf = (schema: z.ZodType): Json => {
  const { $schema: _dialect, ...body } = z.toJSONSchema(schema, { io: 'input' }) as Json;
  return body;
};

const SERVERS = [
  {
    url: '/',
    description: 'The host that this document comes from: the local stack, or the site in front of the API.',
  },
  {
    url: 'https://{apiId}.execute-api.{region}.amazonaws.com/{stage}',
    description: 'A stage by its own address, which the stack prints as `ApiUrl`.',
    variables: {
      apiId: { default: 'abcdefghij', description: 'The id of the REST API.' },
      region: { default: 'us-east-1' },
      stage: { default: 'prod', description: 'The first part of the path is the name of the stage.' },
    },
  },
];

/**
 * The API reference: OpenAPI 3.1, whose schemas are JSON Schema 2020-12 and so come from the contract as they are.
 *
 * @param answers examples of the body of a 200
 */
export function openApiDocument(answers: BodyExamples = {}): Json {
  const operation = {
    tags: ['Streams'],
    parameters: PARAMETERS,
    security: [{}, { apiKey: [] }],
  };
  const errors = errorResponses();
  // Only a steering answer is ever a 410, only preferences take a token, and only records are ever too large.
  const { '401': _preferencesOnly, '410': _steeringOnly, '413': _recordsOnly, ...extractErrors } = errors;
  const found = {
    '200': { description: 'The sources, best first.', headers: headersOf(200), content: json('Success', answers) },
    '304': { description: 'The data has not changed since the tag in `If-None-Match`.', headers: headersOf(304) },
  };
  const errorReferences = (...statuses: string[]) =>
    Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/${status}` }]));
  const preflight = {
    operationId: 'streamOptions',
    summary: 'The methods there are, and what a page of another origin may ask',
    description: "A browser's preflight (Fetch standard). No title is asked for, and no request counted.",
    tags: operation.tags,
    security: operation.security,
    responses: {
      '204': { description: 'The methods, in `Allow`.', headers: headersOf(204) },
      // It has no parameters that could be wrong, and asks for no title.
      ...errorReferences('403', '429', '500', '503', '504'),
    },
  };
  const operations: { readonly [Name in RouteName]: OperationsOf<Name> } = {
    ...playbackOperations({
      ...operation,
      errors,
      errorReferences,
      withoutBodies,
      preflight,
      titleParameters: PARAMETERS,
    }),
    extract: {
      get: {
        operationId: 'extractStream',
        summary: 'Every playable source of a title',
        description:
          'Asks for a movie by `tmdbId` and `mediaType=movie`, for an episode by `tmdbId`, `mediaType=tv`, `season` ' +
          'and `episode`: `?tmdbId=550&mediaType=movie` and `?tmdbId=1396&mediaType=tv&season=1&episode=1` are titles ' +
          'that every local stack has. Parameters that are not named here are ignored; one of these given twice is refused.',
        ...operation,
        responses: { ...found, ...errorReferences(...Object.keys(extractErrors)) },
      },
      head: {
        operationId: 'headStream',
        summary: 'The headers of the same answer, without its body',
        description: 'Status and headers are those of GET, `Content-Length` included.',
        ...operation,
        responses: withoutBodies({ ...found, ...extractErrors }),
      },
      options: preflight,
    },
    preferences: {
      ...preferencesOperations({ errorReferences }),
      options: { ...preflight, operationId: 'preferencesOptions', tags: ['Preferences'] },
    },
    cmcd: {
      ...usageOperations({ errorReferences, titleParameters: PARAMETERS }),
      options: { ...preflight, operationId: 'cmcdOptions', tags: ['Usage'] },
    },
    tickets: liveOperations({ errorReferences }),
    status: statusOperations({ errors, errorReferences, withoutBodies, preflight }),
  };
  return withHeadersOnce({
    openapi: '3.1.0',
    info: {
      title: 'Stream API',
      version: '1.0.0',
      description: 'Every playable source of a movie or TV episode, best first, with subtitles, poster and duration.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: SERVERS,
    tags: [
      { name: 'Streams', description: 'The sources of a title.' },
      { name: 'Preferences', description: 'What a viewer prefers, on stages that keep it.' },
      { name: 'Usage', description: 'What players report, on stages that measure.' },
      { name: 'Live', description: 'Progress and news over WebSocket, on stages that have it: see docs/live.md.' },
      { name: 'Operations', description: 'For those who run or watch the API.' },
    ],
    paths: Object.fromEntries(
      Object.entries(ROUTES).map(([name, { path }]) => {
        const ofRoute = operations[name as RouteName] as Record<string, Json>;
        return [path, ORDERED.has(name) ? withWishes(ofRoute) : ofRoute];
      }),
    ),
    components: {
      schemas: {
        Success: schemaOf(successAnswer),
        Error: schemaOf(errorAnswer),
        Status: schemaOf(statusAnswer),
        Preferences: schemaOf(preferences),
        PreferencesAnswer: schemaOf(preferencesAnswer),
        LiveTicketAnswer: schemaOf(liveTicketAnswer),
      },
      responses: errors,
      securitySchemes: {
        viewer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'A token of the site: HS256, with `sub`, `aud` (the stage) and `exp`, at most a day ahead.',
        },
        apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'Where the stage asks for one.' },
      },
    },
  });
}

/** Moves each header into the components and leaves references to it: most are in every response. */
function withHeadersOnce(document: Json & { components: Json }): Json {
  const keys = new Map<string, string>();
  const headers: Json = {};
  const keyOf = (name: string, header: Json): string => {
    const text = name + JSON.stringify(header);
    const base = header.required ? `${name}.always` : name;
    const key = keys.get(text) ?? (base in headers ? `${base}.${keys.size}` : base);
    keys.set(text, key);
    headers[key] = header;
    return key;
  };
  const visited = (value: unknown, name?: string): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((each) => visited(each));
    const entries = Object.entries(value);
    if (name !== 'headers') return Object.fromEntries(entries.map(([key, each]) => [key, visited(each, key)]));
    return Object.fromEntries(
      entries.map(([key, each]) => [key, { $ref: `#/components/headers/${keyOf(key, each)}` }]),
    );
  };
  const { components, ...rest } = visited(document) as typeof document;
  return { ...rest, components: { ...components, headers } };
}
