import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { RequestRecord, RequestsAnswer } from '../../../contract/local/requests.ts';
import type { LocalStack } from '../../../local/stack.ts';
import { startLocalStack } from '../../support/local-stack.ts';

let stack: LocalStack;

beforeAll(async () => {
  stack = await startLocalStack({ containers: 2 });
});
afterAll(() => stack.stop());

const get = (path: string, headers: Record<string, string> = {}) => fetch(stack.url + path, { headers });

/** The record of the answered request, once its log line has come. */
async function recordOf(answer: Response): Promise<RequestRecord> {
  for (;;) {
    const id = answer.headers.get('x-amzn-requestid');
    const { requests } = (await (await get(`/local/requests?id=${id}`)).json()) as RequestsAnswer;
    if (requests[0]) return requests[0];
  }
}

test('a miss, then a hit: each with its tier, its sources and the log line of the function', async () => {
  const path = '/api/stream/extract?tmdbId=1396&mediaType=tv&season=1&episode=1&token=secret';
  const miss = await get(path);
  const body = await miss.text();
  const first = await recordOf(miss);
  expect(first).toMatchObject({
    method: 'GET',
    path: '/api/stream/extract',
    title: { tmdbId: '1396', mediaType: 'tv', season: 1, episode: 1 },
    status: 200,
    tier: 'provider',
    outcome: 'extracted',
    provider: 'catalogue',
    sources: JSON.parse(body).metadata.sourceCount,
    bestQuality: JSON.parse(body).metadata.bestQuality,
    why: null,
    log: { message: 'request', requestId: first.id, status: 200 },
    answer: body,
  });
  const second = await recordOf(await get(path));
  expect(second).toMatchObject({ seq: first.seq + 1, tier: expect.stringMatching(/memory|table/), provider: null });
  expect(JSON.stringify([first, second])).not.toContain('secret');
});

test('what is refused has its reason', async () => {
  expect(await recordOf(await get('/api/stream/extract?tmdbId=550'))).toMatchObject({
    status: 400,
    title: null,
    why: 'mediaType is required.',
  });
  const missing = await recordOf(await get('/api/stream/extract?tmdbId=551&mediaType=movie'));
  expect(missing).toMatchObject({ status: 404, why: 'not at catalogue' });
  expect(await recordOf(await get('/health'))).toMatchObject({ status: 404, path: '/health', log: null });
});

test('media and the local routes are not among them, and no other site reads them', async () => {
  await get('/media/test-card/poster.jpg');
  const answer = await get('/local/requests');
  const { requests } = (await answer.json()) as RequestsAnswer;
  expect(requests.filter(({ path }) => /^\/(media|local)/.test(path))).toEqual([]);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const { seq } = requests.at(-1)!;
  expect(await (await get(`/local/requests/${seq}`)).json()).toEqual(requests.at(-1));
  expect(((await (await get(`/local/requests?after=${seq}`)).json()) as RequestsAnswer).requests).toEqual([]);
  expect((await get('/local/requests/999999')).status).toBe(404);
  for (const path of ['/local/requests', `/local/requests/${seq}`]) {
    expect((await get(path, { origin: 'https://example.com' })).status).toBe(403);
  }
});
