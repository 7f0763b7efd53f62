import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyResult } from 'aws-lambda';
import type { LocalStack } from '../../local/stack.ts';
import { headerGaps } from '../support/documented-headers.ts';
import { exchange, moviePath } from '../support/http-exchange.ts';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { proxyEvent, type RequestFacts } from '../support/proxy-event.ts';
import { type StageVariants, serviceOnly, stageVariants } from '../support/stage-variants.ts';

const SITE = 'https://site.example';
const OTHER = 'https://other.example';

let provider: ProviderService;
let stage: StageVariants;
let stack: LocalStack;

beforeAll(async () => {
  provider = await startProviderService();
  provider.on('1', json({ sources: [{ url: 'https://media.example/a.mp4' }] }));
  provider.on('503', json({}, 400));
  provider.on('504', () => undefined);
  // A stage that asks for keys: a preflight cannot carry one.
  stage = await stageVariants('prod', { corsOrigins: [SITE] });
  stack = await stage.start({
    environment: { PROVIDERS: serviceOnly(provider.url), DEADLINE_MS: '1500', ATTEMPT_TIMEOUT_MS: '1000' },
  });
}, 120_000);
afterAll(async () => {
  await stage.stop();
  await provider.stop();
}, 120_000);

const key = () => ({ 'X-API-Key': [...stack.apiKeys.values()][0]! });
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  exchange(stack.port, path, { method, headers: { ...key(), ...headers } });

describe('every answer of the function', () => {
  test.each([
    ['200', moviePath(1), {}, 'GET'],
    ['200', moviePath(1), {}, 'HEAD'],
    ['304', moviePath(1), { 'If-None-Match': '*' }, 'GET'],
    ['204', moviePath(1), {}, 'OPTIONS'],
    ['400', moviePath(0), {}, 'GET'],
    ['404', moviePath(404), {}, 'GET'],
    ['405', moviePath(1), {}, 'PATCH'],
    ['503', moviePath(503), {}, 'GET'],
    ['504', moviePath(504), {}, 'GET'],
  ])(
    '%s to %s %s by %s is taken for what it says it is, and embedded by no other site',
    async (status, path, headers, method) => {
      await ask(moviePath(1));
      const answer = await ask(path, headers, method);
      expect(String(answer.status)).toBe(status);
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        vary: expect.stringMatching(/\bOrigin\b/),
      });
      expect(answer.headers['x-response-time']).toMatch(/^\d+ms$/);
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
      const gaps = headerGaps(method === 'PATCH' ? 'GET' : method, answer.status, answer.headers);
      expect(gaps).toEqual([]);
    },
  );
});

describe('a page of an origin that the stage lists', () => {
  test('may ask: its preflight is answered without a key, and asks no provider', async () => {
    const before = provider.calls('77');
    const answer = await exchange(stack.port, moviePath(77), {
      method: 'OPTIONS',
      headers: {
        Origin: SITE,
        'Access-Control-Request-Method': 'GET',
        'Access-Control-Request-Headers': 'x-api-key',
      },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': SITE,
      'access-control-allow-methods': 'GET, HEAD',
      'access-control-allow-headers': expect.stringContaining('x-api-key'),
      'access-control-max-age': '7200',
      vary: expect.stringMatching(/\bOrigin\b/),
    });
    expect(headerGaps('OPTIONS', 204, answer.headers)).toEqual([]);
    expect(provider.calls('77')).toBe(before);
  });

  test.each([
    ['an answer', moviePath(1), 200],
    ['a 400', moviePath(0), 400],
    ['a 404', moviePath(404), 404],
    ['a 503', moviePath(503), 503],
  ])('may read %s and the headers that come with it', async (_what, path, status) => {
    const answer = await ask(path, { Origin: SITE });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': SITE,
      'cross-origin-resource-policy': 'cross-origin',
      vary: expect.stringMatching(/\bOrigin\b/),
    });
    expect(headerGaps('GET', status, answer.headers)).toEqual([]);
    const exposed = answer.headers['access-control-expose-headers']!.toLowerCase().split(', ');
    const readable = ['cache-control', 'content-length', 'content-type', 'expires', 'last-modified', 'pragma'];
    const ofThisApi = Object.keys(answer.headers).filter((name) =>
      /ratelimit|retry|^age|etag|cache-status|response-time/.test(name),
    );
    expect([...exposed, ...readable]).toEqual(expect.arrayContaining(ofThisApi));
  });

  test.each([
    ['a wrong key', moviePath(1), { 'X-API-Key': 'wrong' }, 403],
    ['a route that is not there', '/api/stream/other', {}, 404],
  ])('may read what the gateway itself says to %s', async (_what, path, headers, status) => {
    const answer = await ask(path, { Origin: SITE, ...headers });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'Retry-After',
    });
    expect(headerGaps('GET', status, answer.headers)).toEqual([]);
  });

  test.each([OTHER, `${SITE}:8443`, 'http://site.example', `${SITE}.evil.example`, 'null', SITE.toUpperCase(), ''])(
    'is not %j',
    async (origin) => {
      for (const method of ['GET', 'OPTIONS']) {
        const { headers } = await ask(moviePath(1), { Origin: origin }, method);
        expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
        expect(headers).toMatchObject({
          vary: expect.stringMatching(/\bOrigin\b/),
          'cross-origin-resource-policy': 'same-origin',
        });
      }
    },
  );
});

describe('a request of unusual size', () => {
  const parameters = (count: number) => Array.from({ length: count }, (_, index) => `p${index}=${index}`).join('&');

  test.each([
    ['a value of 7,000 digits', `/api/stream/extract?mediaType=movie&tmdbId=${'1'.repeat(7_000)}`, 400],
    ['a parameter given 1,000 times', `${moviePath(1)}${'&tmdbId=1'.repeat(1_000)}`, 400],
    ['1,000 parameters that nobody knows', `${moviePath(1)}&${parameters(1_000)}`, 200],
    ['names of built-in objects', `${moviePath(1)}&__proto__=1&constructor=2&toString=3&hasOwnProperty=4`, 200],
    ['names of built-in objects only', '/api/stream/extract?__proto__=1&constructor=2', 400],
  ])('%s gets its answer', async (_what, path, status) => {
    expect((await ask(path)).status).toBe(status);
  });

  test('many and long headers change nothing', async () => {
    const headers = Object.fromEntries(Array.from({ length: 90 }, (_, index) => [`X-Odd-${index}`, 'y'.repeat(100)]));
    expect((await ask(moviePath(1), headers)).status).toBe(200);
    expect((await ask(moviePath(1), { 'If-None-Match': '"a",'.repeat(2_000) })).status).toBe(200);
  });

  test('what is larger than any gateway would let through is still answered at once', async () => {
    const invoke = async (query: Record<string, string | string[]>, facts?: RequestFacts) => {
      const began = performance.now();
      const { payload } = await stack.invoke('extract', proxyEvent(query, facts));
      expect(performance.now() - began).toBeLessThan(2_000);
      return (JSON.parse(payload) as APIGatewayProxyResult).statusCode;
    };
    const known = { tmdbId: '1', mediaType: 'movie' };
    expect(await invoke({ ...known, tmdbId: '9'.repeat(1_000_000) })).toBe(400);
    expect(await invoke({ ...known, season: Array<string>(100_000).fill('x') })).toBe(400);
    expect(
      await invoke(known, { headers: { 'If-None-Match': 'W/"'.repeat(300_000), Origin: 'x'.repeat(500_000) } }),
    ).toBe(200);
  });
});
