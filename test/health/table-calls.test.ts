import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LocalStack } from '../../local/stack.ts';
import { type DynamodbProxy, startDynamodbProxy } from '../support/dynamodb-proxy.ts';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { proxyEvent } from '../support/proxy-event.ts';
import { type StageVariants, stageVariants } from '../support/stage-variants.ts';
import { type MediaHost, startMediaHost } from './media-host.ts';

let host: MediaHost;
let provider: ProviderService;
let stage: StageVariants;
let proxy: DynamodbProxy;
let stack: LocalStack;

beforeAll(async () => {
  host = await startMediaHost();
  provider = await startProviderService();
  provider.on('1', json({ sources: ['a', 'b'].map((id) => ({ id, url: `${host.url}/${id}/video.mp4` })) }));
  stage = await stageVariants('dev', {
    providers: [
      { type: 'http', name: 'service', url: provider.url },
      { type: 'catalogue', name: 'catalogue' },
    ],
    trustedOrigins: [host.url],
    health: { notedShare: 1 },
  });
  proxy = await startDynamodbProxy();
  stack = await stage.start({ options: { containers: 1 }, parts: { dynamodbEndpoint: proxy.endpointFor } });
}, 120_000);
afterAll(async () => {
  await stage.stop();
  await Promise.all([proxy.stop(), provider.stop(), host.close()]);
}, 120_000);

/** `GetItem HealthTable` … of each call since the last time. */
function calls(): string[] {
  const names = proxy.calls.map(({ operation, table }) => `${operation} ${/(\w+Table)/.exec(table)![1]}`);
  proxy.calls.length = 0;
  return names;
}

async function extract(tmdbId: string): Promise<{ statusCode: number; headers: Record<string, string>; body: string }> {
  const { payload } = await stack.invoke('extract', proxyEvent({ tmdbId, mediaType: 'movie' }));
  return JSON.parse(payload) as { statusCode: number; headers: Record<string, string>; body: string };
}

const runAt = (time: string) => stack.invoke('health', { time });

describe('calls to the health table', () => {
  test('of a miss: the list, and the note of its title', async () => {
    expect((await extract('1')).statusCode).toBe(200);
    const ofHealth = calls().filter((call) => call.endsWith('HealthTable'));
    expect(ofHealth.sort()).toEqual(['GetItem HealthTable', 'UpdateItem HealthTable']);
    expect((await extract('2')).statusCode).toBe(404);
    calls();
  });

  test('of fifty hits: none', async () => {
    const answers = [];
    for (let hit = 0; hit < 50; hit += 1) answers.push(await extract('1'));
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    expect(calls().filter((call) => call.endsWith('HealthTable'))).toEqual([]);
  });

  test('of runs: exactly what the policy of the function allows', async () => {
    host.fail('/a', 404);
    await runAt('2026-01-01T00:00:00Z');
    await runAt('2026-01-01T00:05:00Z');
    expect([...new Set(calls())].sort()).toEqual([
      'GetItem CacheTable',
      'GetItem CatalogueTable',
      'GetItem HealthTable',
      'PutItem HealthTable',
      'Scan CatalogueTable',
    ]);
    const { payload } = await stack.invoke('health', { action: 'show' });
    expect(JSON.parse(payload)).toMatchObject({ unwell: 1, sources: [{ id: 'a', condition: 'down' }] });
  });
});

test('an unknown action is refused', async () => {
  expect((await stack.invoke('health', { action: 'purge' })).functionError).toBe('Unhandled');
});

test.each(['throttling', 'unreachable'] as const)(
  'with tables that are %s a new container still answers, from the provider',
  async (fault) => {
    for (const pid of stack.pids('extract')) process.kill(pid, 'SIGKILL');
    while (stack.pids('extract').length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    proxy.fault = fault;
    const { statusCode, body } = await extract('1');
    expect([statusCode, JSON.parse(body).data.sources.length]).toEqual([200, 2]);
    expect((await runAt('2026-01-01T00:10:00Z')).functionError).toBe('Unhandled');
    proxy.fault = 'none';
  },
);
