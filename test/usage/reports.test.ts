import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { HealthView } from '../../lambda/health/health-view.ts';
import { type MediaHost, startMediaHost } from '../health/media-host.ts';
import { exchange, moviePath } from '../support/http-exchange.ts';
import { startLocalStack } from '../support/local-stack.ts';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { body, Players, text } from './player.ts';

/* Errors of players, over the whole local stack, to the prober and its table. */

const TITLE = 'tmdbId=42&mediaType=movie';
const T0 = 1_795_700_000_000;

let host: MediaHost;
let provider: ProviderService;
let stack: Awaited<ReturnType<typeof startLocalStack>>;
let players: Players;

beforeAll(async () => {
  host = await startMediaHost();
  provider = await startProviderService();
  provider.on('42', (response, request) =>
    json({
      sources: [
        { url: `${host.url}/main/video.mp4`, quality: '1080p', id: 'main' },
        { url: `${host.url}/spare/video.mp4`, quality: '720p', id: 'spare' },
      ],
    })(response, request),
  );
  const settings = ['usage={"limit":2000}'];
  stack = await startLocalStack({ providerUrls: [provider.url], trustedOrigins: [host.url], containers: 2, settings });
  players = new Players(stack.port);
  expect((await exchange(stack.port, moviePath(42))).status).toBe(200);
});
afterAll(async () => {
  players.close();
  await stack.stop();
  await provider.stop();
  await host.close();
});

const failure = (source: string): string =>
  body({ e: 'e', sta: 'f', ts: T0, sn: 7, cid: text(source), ec: '("fragLoadError")' });

const probedOf = (source: string): number =>
  stack.logs().filter((log) => {
    const line = JSON.stringify(log);
    return line.includes('reported source probed') && line.includes(source);
  }).length;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('errors of players', () => {
  test('of one client change nothing, however many they are', async () => {
    host.fail('/main', 404);
    const posts = Array.from({ length: 1_000 }, () => players.post(TITLE, failure('main'), { client: 1 }));
    const statuses = (await Promise.all(posts)).map(({ status }) => status);
    // The route's own throttle refuses what is too much in a second.
    expect(new Set(statuses.filter((status) => status !== 429))).toEqual(new Set([204]));
    expect(probedOf('main')).toBe(0);
  });

  test('of three clients cause one probe, which alone demotes nothing', async () => {
    for (const client of [2, 3, 4, 5, 6, 7]) await players.post(TITLE, failure('main'), { client });
    await until(() => probedOf('main') > 0);
    const view = (await (await fetch(`${stack.url}/local/health`)).json()) as HealthView;
    expect(view).toMatchObject({ unwell: 0 });
    expect(probedOf('main')).toBe(1);
  });

  test('of a source that the title does not have are not looked at', async () => {
    for (const client of [11, 12, 13, 14]) await players.post(TITLE, failure('invented'), { client });
    for (const client of [15, 16, 17]) await players.post(TITLE, failure('spare'), { client });
    await until(() => probedOf('spare') > 0);
    expect(probedOf('invented')).toBe(0);
  });
});
