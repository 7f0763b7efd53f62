import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { systemClock } from '../../lambda/clock.ts';
import { type MediaHost, startMediaHost } from '../health/media-host.ts';
import { exchange } from '../support/http-exchange.ts';
import { startLocalStack } from '../support/local-stack.ts';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';

/* A file and its mirror on the local stack, whose prober finds one of them down. */

let host: MediaHost;
let provider: ProviderService;
let stack: Awaited<ReturnType<typeof startLocalStack>>;
/** Of the stack's clock, milliseconds. */
let ahead = 0;

beforeAll(async () => {
  host = await startMediaHost();
  provider = await startProviderService();
  const mirrors = [{ url: `${host.url}/twin/master.m3u8` }];
  const other = { id: 'other', url: `${host.url}/other/master.m3u8`, quality: '480p' };
  provider.on('60', json({ sources: [{ id: 'film', url: `${host.url}/film/master.m3u8`, mirrors }, other] }));
  const clock = { ...systemClock, now: () => Date.now() + ahead };
  stack = await startLocalStack({ providerUrls: [provider.url], trustedOrigins: [host.url], containers: 1 }, { clock });
});
afterAll(async () => {
  await stack.stop();
  await provider.stop();
  await host.close();
});

const get = (path: string) => exchange(Number(new URL(stack.url).port), path);
const playlist = async () => (await get('/api/stream/playlist.m3u8?mediaType=movie&tmdbId=60')).text;

/** Two probes a minute apart, and a container that has not looked yet. */
async function probed(): Promise<void> {
  for (let run = 0; run < 2; run += 1) {
    expect((await fetch(`${stack.url}/local/run/health`, { method: 'POST' })).status).toBe(200);
    ahead += 61_000;
  }
  for (const pid of stack.pids('extract')) process.kill(pid, 'SIGKILL');
  while (stack.pids('extract').length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('a source that is down is the last pathway in steering, and a playlist begins with what is well', async () => {
  const before = await playlist();
  const [, uri] = /SERVER-URI="([^"]+)",PATHWAY-ID="film\./.exec(before)!;
  const steering = async () => (await get(`/api/stream/${uri}`)).json['PATHWAY-PRIORITY'] as string[];
  const [film, twin] = await steering();
  expect([film?.startsWith('film.'), twin === undefined]).toEqual([true, false]);
  expect(before.indexOf('/film/high')).toBeLessThan(before.indexOf('/twin/high'));

  host.fail('/film', 404);
  await probed();
  // A player that holds the old playlist goes over.
  expect(await steering()).toEqual([twin, film]);
  const after = await playlist();
  expect(after).toContain(`,PATHWAY-ID="${twin}"`);
  expect(after.indexOf('/twin/high')).toBeLessThan(after.indexOf('/film/high'));

  host.fail('/twin', 404);
  await probed();
  // With both down, the order is as it was.
  expect(await steering()).toEqual([film, twin]);
  expect(await playlist()).toContain('/other/high');
  expect(provider.calls('60')).toBe(1);
});
