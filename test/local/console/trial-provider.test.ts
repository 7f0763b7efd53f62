import type { ServerResponse } from 'node:http';
import { afterEach, expect, jest, test } from '@jest/globals';
import { trialProvider, trialProviderService } from '../../../local/console/trial-provider.ts';
import type { LocalRequest } from '../../../local/http/service.ts';
import { TRIAL_TITLES } from '../../../web/src/try/trial-titles.ts';

const ORIGIN = 'http://localhost:3000';
const service = trialProviderService(ORIGIN);
const NOW = Date.UTC(2026, 0, 1);

afterEach(() => void jest.restoreAllMocks());

async function answerFor(tmdbId: string): Promise<{ status: number; body: unknown }> {
  const request = { method: 'GET', path: '/local/trial-provider', query: `tmdbId=${tmdbId}` } as LocalRequest;
  let status = 0;
  let text = '';
  const response = {
    writeHead(sent: number) {
      status = sent;
      return this;
    },
    end(body = '') {
      text = body;
    },
  };
  await service.serve(request, response as unknown as ServerResponse);
  return { status, body: text === '' ? undefined : JSON.parse(text) };
}

test('one trial title is down, and titles of nobody are unknown', async () => {
  expect(await answerFor(TRIAL_TITLES.failing)).toEqual({ status: 503, body: undefined });
  expect(await answerFor('550')).toEqual({ status: 404, body: undefined });
});

test('one has a link that expired a minute ago, and one that works for ninety seconds', async () => {
  jest.spyOn(Date, 'now').mockReturnValue(NOW + 999);
  const { status, body } = await answerFor(TRIAL_TITLES.expiring);
  expect(status).toBe(200);
  expect(body).toEqual({
    sources: [
      { url: `${ORIGIN}/media/test-card/480p.mp4?link=dead`, expiresAt: NOW / 1000 - 60 },
      { url: `${ORIGIN}/media/test-card/480p.mp4?link=alive`, expiresAt: NOW / 1000 + 90 },
    ],
  });
});

test('it is one route, which the stage asks by its address', () => {
  expect(trialProvider(ORIGIN)).toEqual({
    type: 'http',
    name: 'trial-provider',
    url: `${ORIGIN}/local/trial-provider`,
  });
  expect(service.isPrivate).toBe(true);
  const matched = [
    ['GET', '/local/trial-provider'],
    ['POST', '/local/trial-provider'],
    ['GET', '/local/trial-provider/'],
  ].map(([method, path]) => service.matches({ method, path } as LocalRequest));
  expect(matched).toEqual([true, false, false]);
});
