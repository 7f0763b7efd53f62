import type { ServerResponse } from 'node:http';
import { afterEach, expect, jest, test } from '@jest/globals';
import { tmdbId } from '../../../contract/query.ts';
import { trialProvider, trialProviderService } from '../../../local/console/trial-provider.ts';
import type { LocalRequest } from '../../../local/http/service.ts';
import { newTitle, TRIAL_TITLES, type TrialName, trialOf } from '../../../web/src/try/trial-titles.ts';

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
  expect(await answerFor('503')).toEqual({ status: 404, body: undefined });
});

test('a trial has new titles, one for each run, which the API takes and its provider knows', async () => {
  const titles = [newTitle('failing'), newTitle('failing')].map(({ tmdbId }) => tmdbId);
  expect(new Set([TRIAL_TITLES.failing, ...titles]).size).toBe(3);
  for (const title of titles) {
    expect(tmdbId.parse(title)).toBe(title);
    expect(await answerFor(title)).toEqual({ status: 503, body: undefined });
  }
});

test.each(Object.keys(TRIAL_TITLES) as TrialName[])('a title of %s is one of it at any time', (trial) => {
  for (const seconds of [0, 1, 146_999, 147_000, 1.8e9, 1e12 - 1]) {
    jest.spyOn(Date, 'now').mockReturnValue(seconds * 1000);
    const title = newTitle(trial).tmdbId;
    expect(tmdbId.parse(title)).toBe(title);
    expect(trialOf(title)).toBe(trial);
  }
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
