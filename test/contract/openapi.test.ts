import { describe, expect, test } from '@jest/globals';
import { openApiDocument } from '../../tools/openapi/openapi.ts';

// biome-ignore lint/suspicious/noExplicitAny: a document, looked into
const document = openApiDocument() as any;
const { get, head, options } = document.paths['/api/stream/extract'];
const namesOf = (status: string, responses = get.responses): string[] => {
  const { headers } = responses[status].headers ? responses[status] : document.components.responses[status];
  return Object.keys(headers).sort();
};

const LIMITS = ['RateLimit', 'RateLimit-Policy', 'X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'];
const EVERY = [
  'Access-Control-Allow-Origin',
  'Access-Control-Expose-Headers',
  'Cache-Control',
  'Vary',
  'X-Content-Type-Options',
  'x-amzn-RequestId',
];
const FUNCTION = ['Cross-Origin-Resource-Policy', 'X-Response-Time'];

describe('the OpenAPI document', () => {
  test.each([
    ['200', [...FUNCTION, ...LIMITS, 'Age', 'Cache-Status', 'ETag', 'Preference-Applied']],
    ['304', [...FUNCTION, ...LIMITS, 'Age', 'Cache-Status', 'ETag', 'Preference-Applied']],
    ['400', [...FUNCTION, ...LIMITS]],
    ['403', []],
    ['404', [...FUNCTION, ...LIMITS, 'Age', 'Cache-Status']],
    ['405', [...FUNCTION, 'Allow']],
    ['429', [...FUNCTION, ...LIMITS, 'Retry-After']],
    ['503', [...FUNCTION, ...LIMITS, 'Retry-After']],
    ['504', [...FUNCTION, ...LIMITS, 'Retry-After']],
  ])('names the headers of a %s, to HEAD as to GET', (status, own) => {
    expect(namesOf(status)).toEqual([...EVERY, ...own].sort());
    expect(namesOf(status, head.responses)).toEqual(namesOf(status));
  });

  test('names the headers of a preflight', () => {
    expect(namesOf('204', options.responses)).toEqual(
      [
        ...EVERY,
        ...FUNCTION,
        'Access-Control-Allow-Headers',
        'Access-Control-Allow-Methods',
        'Access-Control-Max-Age',
        'Allow',
      ].sort(),
    );
  });

  test('has a body on every answer to GET but 304, and on none to HEAD', () => {
    const withBody = Object.entries<Record<string, unknown>>(get.responses).filter(
      ([status, response]) => 'content' in response || 'content' in (document.components.responses[status] ?? {}),
    );
    expect(withBody.map(([status]) => status)).toEqual(Object.keys(get.responses).filter((status) => status !== '304'));
    expect(JSON.stringify(head.responses)).not.toContain('"content"');
  });

  test('leads to the host it comes from, and to a stage by its path', () => {
    expect(document.servers.map(({ url }: { url: string }) => url)).toEqual([
      '/',
      'https://{apiId}.execute-api.{region}.amazonaws.com/{stage}',
    ]);
    expect(Object.keys(document.servers[1].variables)).toEqual(['apiId', 'region', 'stage']);
  });

  test('has examples that together are an episode of the sample catalogue', () => {
    const examples = get.parameters.map(({ name, example }: { name: string; example: string }) => [name, example]);
    expect(Object.fromEntries(examples)).toEqual({ tmdbId: '1396', mediaType: 'tv', season: '1', episode: '1' });
  });

  test('says in words what its parameters cannot', () => {
    const text = (name: string) => get.parameters.find((each: { name: string }) => each.name === name).description;
    expect(text('mediaType')).toContain('With `tv`, `season` and `episode` are required');
    expect(text('season')).toContain('Required for TV.');
    expect(text('episode')).toContain('Required for TV.');
  });
});
