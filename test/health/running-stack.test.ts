import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SuccessAnswer } from '../../contract/answer.ts';
import validateAnswer from '../../contract/generated/success-answer.js';
import { systemClock } from '../../lambda/clock.ts';
import type { HealthView } from '../../lambda/health/health-view.ts';
import type { HealthReport } from '../../lambda/health/report.ts';
import { startLocalStack } from '../support/local-stack.ts';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { type MediaHost, startMediaHost } from './media-host.ts';

let host: MediaHost;
let provider: ProviderService;
let stack: Awaited<ReturnType<typeof startLocalStack>>;
/** Of the stack's clock, milliseconds. */
let ahead = 0;

beforeAll(async () => {
  host = await startMediaHost();
  provider = await startProviderService();
  provider.on('42', (response, request) =>
    json({
      sources: [
        { url: `${host.url}/best/video.mp4?token=secret`, quality: '1080p', id: 'best' },
        { url: `${host.url}/next/video.mp4`, quality: '720p', id: 'next' },
        { url: `${host.url}/last/video.mp4`, quality: '480p', id: 'last' },
      ],
    })(response, request),
  );
  const clock = { ...systemClock, now: () => Date.now() + ahead };
  const options = { providerUrls: [provider.url], trustedOrigins: [host.url], containers: 1 };
  stack = await startLocalStack(options, { clock });
});
afterAll(async () => {
  await stack.stop();
  await provider.stop();
  await host.close();
});

async function run(): Promise<HealthReport> {
  const response = await fetch(`${stack.url}/local/run/health`, { method: 'POST' });
  expect(response.status).toBe(200);
  return (await response.json()) as HealthReport;
}

async function answer(): Promise<{ body: SuccessAnswer; etag: string | null }> {
  const response = await fetch(`${stack.url}/api/stream/extract?tmdbId=42&mediaType=movie`);
  expect(response.status).toBe(200);
  const body: unknown = await response.json();
  if (!validateAnswer(body)) throw new Error(JSON.stringify(validateAnswer.errors));
  return { body, etag: response.headers.get('etag') };
}

/** A container looks at the list once a minute; a new one looks at once. */
async function newContainer(): Promise<void> {
  for (const pid of stack.pids('extract')) process.kill(pid, 'SIGKILL');
  while (stack.pids('extract').length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

const ids = ({ body }: { body: SuccessAnswer }): string[] => body.data.sources.map(({ id }) => id);

describe('a source of a cached title', () => {
  test('that begins to answer 404 is last after two probes, and first again after three that succeed', async () => {
    const before = await answer();
    expect(ids(before)).toEqual(['best', 'next', 'last']);
    expect(before.body.data.sources[0]).not.toHaveProperty('health');

    host.fail('/best', 404);
    expect(await run()).toMatchObject({ changed: 0, blocked: false });
    ahead += 61_000;
    expect(await run()).toMatchObject({ changed: 1, down: 1, originsDown: [] });

    await newContainer();
    const down = await answer();
    expect(ids(down)).toEqual(['next', 'last', 'best']);
    expect(down.body.data.sources[2]).toMatchObject({ health: 'down', checkedAt: expect.stringMatching(/Z$/) });
    expect(down.body.data.sources[0]).not.toHaveProperty('checkedAt');
    expect(down.body.metadata.bestQuality).toBe('1080p');
    expect(down.etag).not.toBe(before.etag);

    host.fail('/best', undefined);
    for (const changed of [0, 0, 1]) {
      ahead += 61_000;
      expect(await run()).toMatchObject({ changed });
    }
    await newContainer();
    const well = await answer();
    expect(well.etag).toBe(before.etag);
    expect(well.body.data).toEqual(before.body.data);
    expect(provider.calls('42')).toBe(1);
  });

  test('is shown with its reason, and without its link', async () => {
    host.fail('/next', 403);
    await run();
    ahead += 61_000;
    await run();
    const response = await fetch(`${stack.url}/local/health`);
    const view = (await response.json()) as HealthView & { isOn: boolean };
    expect(view).toMatchObject({ isOn: true, unwell: 1, lastRun: { down: 1 } });
    expect(view.sources).toEqual([
      expect.objectContaining({
        id: 'next',
        condition: 'down',
        content: 'movie:42',
        origin: host.url,
        reason: 'the file is answered 403',
      }),
    ]);
    expect(JSON.stringify([view, stack.logs()])).not.toContain('video.mp4');
    host.fail('/next', undefined);
  });
});

test('two runs at the same time: the second is refused while the first lasts', async () => {
  const responses = await Promise.all([1, 2].map(() => fetch(`${stack.url}/local/run/health`, { method: 'POST' })));
  expect(responses.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect((await fetch(`${stack.url}/local/run/canaries`, { method: 'POST' })).status).toBe(404);
});
