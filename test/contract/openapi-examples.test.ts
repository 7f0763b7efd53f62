import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { LocalStack } from '../../local/stack.ts';
import { openApiDocument } from '../../tools/openapi/openapi.ts';
import { sampleAnswers } from '../../tools/openapi/sample-answers.ts';
import { startLocalStack } from '../support/local-stack.ts';

// biome-ignore lint/suspicious/noExplicitAny: a document, looked into
const document = openApiDocument(await sampleAnswers()) as any;
const { get } = document.paths['/api/stream/extract'];

interface Example {
  readonly at: string;
  readonly schema: string;
  readonly value: unknown;
}

/** Every example below a value: those beside a schema, and those that a schema itself has. */
function examplesIn(value: unknown, at = '#'): Example[] {
  if (typeof value !== 'object' || value === null) return [];
  const { schema, example, examples } = value as Record<string, unknown>;
  const named = Object.entries((examples ?? {}) as Record<string, { value: unknown }>);
  const own = schema === undefined ? at : `${at}/schema`;
  return [
    ...(example === undefined ? [] : [{ at, schema: own, value: example }]),
    ...named.map(([name, { value: each }]) => ({ at: `${at}/examples/${name}`, schema: own, value: each })),
    ...Object.entries(value)
      .filter(([key]) => key !== 'example' && key !== 'examples')
      .flatMap(([key, each]) => examplesIn(each, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)),
  ];
}

const EXAMPLES = examplesIn(document);

describe('an example of the OpenAPI document', () => {
  // The contract's patterns say what its formats do.
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document, 'document');

  test.each(EXAMPLES)('$at is valid', ({ schema, value }) => {
    const validate = ajv.getSchema(`document${encodeURI(schema)}`)!;
    validate(value);
    expect(validate.errors).toBeNull();
  });

  test('is at each parameter, each body and each header', () => {
    const bodies = Object.entries<{ content?: unknown }>({ ...document.components.responses, 200: get.responses[200] });
    expect(bodies.filter(([, body]) => body.content && examplesIn(body.content).length === 0)).toEqual([]);
    const headers = Object.entries<{ example?: unknown }>(document.components.headers);
    expect(headers.filter(([, { example }]) => example === undefined)).toEqual([]);
    expect(
      get.parameters.filter(
        (each: { example?: unknown; examples?: unknown }) => (each.example ?? each.examples) === undefined,
      ),
    ).toEqual([]);
  });
});

describe('an example of a body is what the stack answers', () => {
  let stack: LocalStack;
  let key: string;
  beforeAll(async () => {
    // It asks for a key, so that every error that a client can cause is there.
    stack = await startLocalStack({ stage: 'staging', containers: 1, rateLimit: 4 });
    [key] = [...stack.apiKeys.values()] as [string];
  });
  afterAll(() => stack.stop());

  /** Of a source without one that its provider declares: it depends on the origin, and so on the stack's port. */
  const withoutIds = (body: unknown) =>
    JSON.parse(JSON.stringify(body), (name, value) => (name === 'id' ? expect.stringMatching(/^[\w-]{12}$/) : value));

  /** The answer in the terms of the examples: with their origin, their request id and their time. */
  async function answerTo(path: string, init: RequestInit = {}) {
    const response = await fetch(stack.url + path, { headers: { 'x-api-key': key }, ...init });
    const text = (await response.text())
      .replaceAll(stack.url, 'http://localhost:3000')
      .replace(/"responseTime":"\d+ms"/, '"responseTime":"12ms"')
      .replace(/"requestId":"[^"]+"/, '"requestId":"670ff625-97ba-476b-a0f9-191e13aff630"');
    return { response, body: JSON.parse(text) };
  }

  const EXTRACT = '/api/stream/extract';
  const example = (status: number, name: string) => {
    const response = status === 200 ? get.responses[200] : document.components.responses[status];
    return response.content['application/json'].examples[name].value;
  };

  test('200 playlist', async () => {
    const { content } = document.paths['/api/stream/playlist.m3u8'].get.responses[200];
    const path = '/api/stream/playlist.m3u8?tmdbId=1396&mediaType=tv&season=1&episode=1';
    const response = await fetch(stack.url + path, { headers: { 'x-api-key': key } });
    const text = (await response.text()).replaceAll(stack.url, 'http://localhost:3000');
    expect(text).toBe(content['application/vnd.apple.mpegurl'].example);
  });

  test.each<[number, string, string, RequestInit?]>([
    [200, 'movie', `${EXTRACT}?tmdbId=550&mediaType=movie`],
    [200, 'episode', `${EXTRACT}?tmdbId=1396&mediaType=tv&season=1&episode=1`],
    [404, 'notAvailable', `${EXTRACT}?tmdbId=551&mediaType=movie`],
    [429, 'tooManyRequests', `${EXTRACT}?tmdbId=550&mediaType=movie`],
    [400, 'validation', `${EXTRACT}?tmdbId=550`],
    [403, 'forbidden', `${EXTRACT}?tmdbId=550&mediaType=movie`, { headers: {} }],
    [404, 'unknownRoute', '/api/stream'],
    [405, 'methodNotAllowed', `${EXTRACT}?tmdbId=550&mediaType=movie`, { method: 'POST' }],
  ])('%i %s', async (status, name, path, init = {}) => {
    const request = init.method ? { ...init, headers: { 'x-api-key': key } } : init;
    let { response, body } = await answerTo(path, request);
    // A window of the limit may have ended just now: the next one takes four requests.
    for (let each = 0; each < 4 && status === 429 && response.status === 200; each += 1) {
      ({ response, body } = await answerTo(path, request));
    }
    expect([response.status, body]).toEqual([status, withoutIds(example(status, name))]);
  });

  test('the first click of the reference: the examples of the parameters are a title', async () => {
    const query = get.parameters.flatMap(({ name, example: value }: { name: string; example?: string }) =>
      value === undefined ? [] : [[name, value]],
    );
    expect(`?${new URLSearchParams(query)}`).toBe('?tmdbId=1396&mediaType=tv&season=1&episode=1');
  });
});
