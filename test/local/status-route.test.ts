import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LocalStack } from '../../local/stack.ts';
import { type StageVariants, stageVariants } from '../support/stage-variants.ts';

let stage: StageVariants;
let stack: LocalStack;
const get = (path: string, init: RequestInit = {}) => fetch(stack.url + path, init);

beforeAll(async () => {
  stage = await stageVariants('prod');
  // No table can be reached.
  stack = await stage.start({
    extractEnvironment: { CORS_ORIGINS: '["https://www.example.com"]', RATE_LIMIT: '1' },
    parts: { dynamodbEndpoint: async () => 'http://127.0.0.1:9' },
  });
}, 120_000);
afterAll(() => stage.stop());

describe('GET /api/stream/status of a stage with keys', () => {
  test('needs no key and no table, and counts towards no limit', async () => {
    for (let time = 0; time < 3; time++) {
      const response = await get('/api/stream/status?anything=1');
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({
        success: true,
        data: { stage: 'prod', version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
      });
      expect(response.headers.get('cache-control')).toBe('public, max-age=5');
      expect(response.headers.has('x-ratelimit-limit')).toBe(false);
    }
    expect((await get('/api/stream/extract?tmdbId=550&mediaType=movie')).status).toBe(403);
  });

  test('HEAD has its headers without the body, and another method is a 405 that names those there are', async () => {
    const head = await get('/api/stream/status', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([200, 'application/json', '']);
    const post = await get('/api/stream/status', { method: 'POST' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });

  test('pages of a listed origin may read it', async () => {
    const headers = { Origin: 'https://www.example.com' };
    const response = await get('/api/stream/status', { headers });
    expect(response.headers.get('access-control-allow-origin')).toBe('https://www.example.com');
    const preflight = await get('/api/stream/status', { method: 'OPTIONS', headers });
    expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([204, 'GET, HEAD']);
  });
});
